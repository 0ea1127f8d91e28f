/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** The number below which the share `q` of them lies, between neighbours in proportion; NaN of none. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** A ratio and the interval that holds it with 95 %. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

const resamples = 4_000;

/** The median of paired ratios, with a percentile bootstrap of it. The same pairs always give the same interval. */
export function ratioOf(pairs: readonly (readonly [number, number])[]): Ratio {
  const ratios = pairs.map(([ours, theirs]) => ours / theirs);
  const random = sequence(1);
  const medians = Array.from({ length: resamples }, () =>
    median(ratios.map(() => ratios[Math.floor(random() * ratios.length)] ?? Number.NaN)),
  );
  return { median: median(ratios), low: quantile(medians, 0.025), high: quantile(medians, 0.975) };
}

export type Verdict = 'met' | 'missed' | 'not clear';

/** Whether a goal is met: not clear while the interval holds it, or while two equal servers differ by more than the margin. */
export function verdict(found: Ratio, control: Ratio, goal: number): Verdict {
  const noise = (control.high - control.low) / 2;
  if (found.low >= goal) return found.median - goal > noise ? 'met' : 'not clear';
  if (found.high < goal) return goal - found.median > noise ? 'missed' : 'not clear';
  return 'not clear';
}

/** Numbers from 0 to 1 that look random and are the same every time (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
