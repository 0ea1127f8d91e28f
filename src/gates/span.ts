const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const words: readonly (readonly [string, number])[] = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
];

/** A span that others are measured against: how it reads, and how they read beside it, rounded down in its unit. */
export interface Span {
  readonly ms: number;
  /** "24 hours". */
  readonly text: string;
  /** The number alone: "23". */
  count(ms: number): string;
}

/** Reads a checked time span (`30m`, `72h`, `7d`). Its unit is the largest of which it holds two or more: `1d` is 24 hours. */
export function spanOf(text: string): Span {
  const ms = Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? Number.NaN);
  const [unit, size] = words.find(([, of]) => ms % of === 0 && ms >= 2 * of) ?? ['seconds', 1000];
  const count = (of: number) => String(Math.floor(of / size));
  return { ms, text: `${count(ms)} ${unit}`, count };
}

/** The day of a moment, as UTC has it: "2026-10-01". */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
