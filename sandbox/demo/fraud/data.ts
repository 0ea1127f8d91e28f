import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { seededRandom } from '../../slack/random.ts';

/** What one environment's transactions are like: how many there are, and how much of what happens in them nobody could know. */
export type Transactions = { readonly seed: number; readonly rows: number; readonly chaos: number };

/** Each environment has data of its own, which never leaves it. */
export const transactionsOf = {
  dev: { seed: 11, rows: 3_000, chaos: 0.4 },
  staging: { seed: 23, rows: 4_000, chaos: 0.4 },
  production: { seed: 37, rows: 6_000, chaos: 0.4 },
} as const satisfies Record<string, Transactions>;

/** Production after the thieves have learned: what gave them away no longer does. */
export const learnedThieves: Transactions = { seed: 41, rows: 6_000, chaos: 1.1 };

const columns = ['amount', 'distance_km', 'hour', 'tries', 'device_days', 'fraud'] as const;

/** Writes transactions as a table; the same ones every time. */
export async function writeTransactions(file: string, { seed, rows, chaos }: Transactions): Promise<void> {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, () => transaction(random, chaos).join(','));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${[columns.join(','), ...lines].join('\n')}\n`);
}

function transaction(random: () => number, chaos: number): readonly (number | string)[] {
  const [amount, distance, tries] = [normal(random), normal(random), Math.floor(random() ** 3 * 6)];
  const [hour, device] = [Math.floor(random() * 24), Math.floor(random() ** 2 * 900)];
  const signs = 1.1 * amount + 1.4 * distance + 0.7 * tries - device / 500 - 2;
  const fraud = signs + chaos * 1.7 * normal(random) > 0 ? 1 : 0;
  return [Math.exp(3 + amount).toFixed(2), (40 * Math.exp(distance)).toFixed(1), hour, tries, device, fraud];
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
