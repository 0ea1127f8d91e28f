/** Numbers that look like chance and are the same for the same seed. */
export interface Dice {
  /** A whole number from 0 to `below - 1`. */
  roll(below: number): number;
  pick<T>(items: readonly T[]): T | undefined;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
}

/** Mulberry32: small, and good enough to stir things up. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const roll = (below: number) => next() % below;
  return {
    roll,
    pick: (items) => (items.length === 0 ? undefined : items[roll(items.length)]),
    oneIn: (n) => roll(n) === 0,
  };
}
