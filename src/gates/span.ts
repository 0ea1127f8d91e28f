const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const words: readonly (readonly [string, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** A span that others are measured against: how it reads, and how they read beside it, rounded down in its unit. */
export interface Span {
  readonly ms: number;
  /** "24 hours". */
  readonly text: string;
  say(ms: number): string;
}

/** Reads a checked time span (`30m`, `72h`, `7d`). Its unit is the largest of which it holds two or more: `1d` is 24 hours. */
export function spanOf(text: string): Span {
  const ms = Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? Number.NaN);
  const [unit, size] = words.find(([, of]) => ms % of === 0 && ms >= 2 * of) ?? ['second', 1000];
  const say = (of: number) => {
    const count = Math.floor(of / size);
    return `${count} ${unit}${count === 1 ? '' : 's'}`;
  };
  return { ms, text: say(ms), say };
}

/** The day of a moment, as UTC has it: "2026-10-01". */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** A moment to the minute, rounded up: "2026-10-01 14:05 UTC". */
export function minuteOf(at: number): string {
  const minute = new Date(Math.ceil(at / 60_000) * 60_000).toISOString();
  return `${minute.slice(0, 16).replace('T', ' ')} UTC`;
}
