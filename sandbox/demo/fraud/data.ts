import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { seededRandom } from '../../slack/random.ts';

/** What one environment's transactions are like: how many there are, how much of what happens in them nobody could know, and by how much everybody spends more and farther away. */
export type Transactions = {
  readonly seed: number;
  readonly rows: number;
  readonly chaos: number;
  readonly season?: number;
};

/** One transaction: what callers ask about, in the order of `askedAbout`, and whether it turned out to be fraud. */
export type Transaction = { readonly asked: readonly number[]; readonly fraud: number };

/** What callers send of a transaction. */
export const askedAbout = ['amount', 'distance_km', 'hour', 'tries', 'device_days'] as const;

/** Each environment has data of its own, which never leaves it. */
export const transactionsOf = {
  dev: { seed: 11, rows: 3_000, chaos: 0.4 },
  staging: { seed: 23, rows: 4_000, chaos: 0.4 },
  production: { seed: 37, rows: 6_000, chaos: 0.4 },
} as const satisfies Record<string, Transactions>;

/** Production after the thieves have learned: what gave them away no longer does. */
export const learnedThieves: Transactions = { seed: 41, rows: 6_000, chaos: 1.1 };

/** What production is asked about on an ordinary day. */
export const ordinaryDay: Transactions = { seed: 53, rows: 2_000, chaos: 0.4 };

/** Before the holidays: everybody spends twice as much, twice as far from home. */
export const holidays: Transactions = { seed: 59, rows: 4_000, chaos: 0.4, season: 0.8 };

/** Writes transactions as a table; the same ones every time. */
export function writeTransactions(file: string, like: Transactions): Promise<void> {
  return writeTable(file, transactions(like));
}

/** Writes these transactions as the table that is trained on. */
export async function writeTable(file: string, all: readonly Transaction[]): Promise<void> {
  const lines = all.map(({ asked, fraud }) => [...asked, fraud].join(','));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${[[...askedAbout, 'fraud'].join(','), ...lines].join('\n')}\n`);
}

/** The same transactions every time. */
export function transactions({ seed, rows, chaos, season = 0 }: Transactions): readonly Transaction[] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () => transaction(random, chaos, season));
}

function transaction(random: () => number, chaos: number, season: number): Transaction {
  const [amount, distance, tries] = [normal(random), normal(random), Math.floor(random() ** 3 * 6)];
  const [hour, device] = [Math.floor(random() * 24), Math.floor(random() ** 2 * 900)];
  const signs = 1.1 * amount + 1.4 * distance + 0.7 * tries - device / 500 - 2;
  const fraud = signs + chaos * 1.7 * normal(random) > 0 ? 1 : 0;
  const [spent, far] = [Math.exp(3 + amount + season).toFixed(2), (40 * Math.exp(distance + season)).toFixed(1)];
  return { asked: [Number(spent), Number(far), hour, tries, device], fraud };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
