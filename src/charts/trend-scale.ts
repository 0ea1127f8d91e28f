import type { TrendView } from '../release/incident/trend-view.ts';
import { numberText } from '../release/number-text.ts';

/** Where a trend is drawn, in pixels before it is enlarged. */
export const plot = { width: 480, height: 344, left: 68, right: 92, top: 106, bottom: 44 } as const;

const aMinute = 60_000;

/** From the least to the most that an axis shows. */
export interface Scale {
  readonly min: number;
  readonly max: number;
}

/** From shortly before the first thing shown to shortly after the last; a release of long ago stays outside. */
export function timeScale(trend: TrendView): Scale {
  const marked = [shownRelease(trend)?.at ?? null, shownEnd(trend)].filter((at) => at !== null);
  const times = [...trend.points.map(({ at }) => at), ...marked];
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const room = Math.max(aMinute, (to - from) * 0.08);
  return { min: from - room, max: to + room };
}

/** All numbers with the bound, and room above and below for the one that is written out. */
export function numberScale({ points, bound, trained }: TrendView): Scale {
  const marked = [bound?.value ?? null, trained].filter((value) => value !== null);
  const all = [...points.map(({ value }) => value), ...marked];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high / 2 - low / 2 || Math.abs(high / 2) || 0.5) * 0.4;
  return { min: low >= 0 && low - room < 0 ? 0 : low - room, max: high + room };
}

/** A release is marked as long as the points beside it can still be told apart. */
export function shownRelease({ release: live, points }: TrendView): TrendView['release'] {
  return live !== null && isNear(points, live.at) ? live : null;
}

/** The end is marked as long as that holds for it. */
export function shownEnd({ over, points }: TrendView): number | null {
  return over !== null && isNear(points, over) ? over : null;
}

function isNear(points: TrendView['points'], at: number): boolean {
  const times = points.map((point) => point.at);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return Math.max(to - at, at - from) <= Math.max(6 * 60 * aMinute, (to - from) * 6);
}

/** How many pixels from the left edge of the plot a moment stands. */
export function across({ min, max }: Scale, at: number): number {
  return ((at - min) / (max - min)) * (plot.width - plot.left - plot.right);
}

/** How many pixels below the upper edge of the plot a number stands. Halves first: the difference of two enormous numbers is none. */
export function down({ min, max }: Scale, value: number): number {
  return ((max / 2 - value / 2) / (max / 2 - min / 2)) * (plot.height - plot.top - plot.bottom);
}

const thousands = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A number for where there is no room: "1.2M". */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-3)) return value.toExponential(1).replace('e+', 'e');
  const [unit, sign] = thousands.find(([least]) => size >= least) ?? [1, ''];
  return size < 1e4 ? numberText(value) : `${Number((value / unit).toPrecision(3))}${sign}`;
}

/** The point that is furthest on the wrong side of its bound; without one, the last. */
export function worst({ points, bound }: TrendView): TrendView['points'][number] | undefined {
  if (bound === null) return points.at(-1);
  const sense = bound.sign === '≤' ? 1 : -1;
  return points.toSorted((a, b) => (sense * b.value > sense * a.value ? 1 : -1))[0];
}
