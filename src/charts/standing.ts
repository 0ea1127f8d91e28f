import type { ChartRow } from '../release/chart-view.ts';
import { apart, numberText } from '../release/number-text.ts';

/** How a candidate stands to the champion in one metric. */
export type Trend = 'better' | 'worse' | 'same' | 'up' | 'down' | 'unknown';

/** A row as it is drawn: places run from -1 (far worse) over 0 (the champion) to 1 (far better). */
export interface Standing {
  readonly trend: Trend;
  readonly candidate: { readonly text: string; readonly place: number | null };
  readonly champion: { readonly text: string; readonly known: boolean };
  readonly bound: { readonly text: string; readonly place: number | null } | null;
}

/** Changes below this share of the champion's value are drawn almost in its place. */
const finest = 0.001;

/**
 * Where a change of `share` (0.01 is one percent) of the champion's value is drawn. The scale is logarithmic on both sides of the
 * champion, so that a thousandth and a doubling can both be seen; what is beyond ±100 % stands at the edge.
 */
export function placeOf(share: number): number {
  const size = Math.min(1, Math.abs(share));
  return Math.sign(share) * (Math.log1p(size / finest) / Math.log1p(1 / finest));
}

/** Reads one row: places, words, and numbers with digits enough to see that they differ. */
export function standingOf({ candidate, champion, direction, bound }: ChartRow): Standing {
  const sense = direction === 'lower' ? -1 : 1;
  const known = typeof champion === 'number';
  const at = (value: number) => (known ? placeOf(sense * shareOf(value, champion)) : null);
  const both = known && typeof candidate === 'number';
  const [text, before] =
    both && candidate !== champion ? apart(candidate, champion) : [words(candidate), words(champion)];
  return {
    trend: both ? trendOf(candidate - champion, direction) : 'unknown',
    candidate: { text, place: typeof candidate === 'number' ? at(candidate) : null },
    champion: { text: before, known },
    bound: bound === null ? null : { text: `${bound.sign} ${numberText(bound.value, 17)}`, place: at(bound.value) },
  };
}

function shareOf(value: number, champion: number): number {
  if (value === champion) return 0;
  return champion === 0 ? Math.sign(value) : (value - champion) / Math.abs(champion);
}

function words(value: ChartRow['candidate']): string {
  return value === null ? 'not logged' : numberText(value);
}

function trendOf(delta: number, direction: ChartRow['direction']): Trend {
  if (delta === 0) return 'same';
  if (direction === 'unknown') return delta > 0 ? 'up' : 'down';
  return delta > 0 === (direction === 'higher') ? 'better' : 'worse';
}
