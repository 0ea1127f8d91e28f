import type { TrendView } from '../release/incident/trend-view.ts';
import { exactText } from '../release/number-text.ts';
import { legible } from './legible.ts';
import { colours } from './marks.ts';
import { across, down, numberScale, plot, shortNumber, shownEnd, shownRelease, timeScale } from './trend-scale.ts';

/** So much room words take: two lines of them beside a line across, and a few letters above an upright one. */
const [wordsHigh, wordsWide] = [34, 58];
/** Below it stand the times. */
const lowest = plot.height - plot.top - plot.bottom - 12;
const mostLetters = 11;

/** Lines across: the bound dashed, what it was in training dotted. What they are stands beside the plot. */
export function linesAcross(trend: TrendView): readonly object[] {
  const { bound, trained } = trend;
  const { ink, better } = colours;
  const lines = [
    ...(bound === null ? [] : [{ at: bound.value, type: 'dashed', color: ink, text: `bound\n${boundText(trend)}` }]),
    ...(trained === null
      ? []
      : [{ at: trained, type: 'dotted', color: better, text: `training\n${shortNumber(trained)}` }]),
  ];
  const scale = numberScale(trend);
  const moved = moves(
    lines.map(({ at }) => down(scale, at)),
    { room: wordsHigh, most: lowest },
  );
  return lines.map(({ at, type, color, text }, nth) => ({
    yAxis: at,
    lineStyle: { color, width: 2, type },
    label: words(text, { down: moved[nth] ?? 0 }),
  }));
}

/** Upright lines: the moment at which the version went live, and the one at which it was over. */
export function uprightLines(trend: TrendView): readonly object[] {
  const [live, over] = [shownRelease(trend), shownEnd(trend)];
  const { better, quiet } = colours;
  const lines = [
    ...(live === null ? [] : [{ at: live.at, color: better, text: `${legible(live.name, 12)} live` }]),
    ...(over === null ? [] : [{ at: over, color: quiet, text: 'over' }]),
  ];
  const scale = timeScale(trend);
  const moved = moves(
    lines.map(({ at }) => across(scale, at)),
    { room: wordsWide, most: plot.width },
  );
  return lines.map(({ at, color, text }, nth) => ({
    xAxis: at,
    lineStyle: { color, width: 2, type: 'solid' },
    label: words(text, { right: moved[nth] ?? 0 }),
  }));
}

/** By how much each of at most two words is moved, so that both can be read and neither stands beyond `most`. */
function moves(places: readonly number[], { room, most }: { room: number; most: number }): readonly number[] {
  const [first = 0, second = first + room] = places;
  const away = (Math.max(0, room - Math.abs(second - first)) / 2) * (second >= first ? 1 : -1);
  const apart = places.length < 2 ? places : [first - away, second + away];
  const beyond = Math.max(0, ...apart.map((at) => at - most));
  return places.map((at, nth) => (apart[nth] ?? at) - beyond - at);
}

/** The bound is never rounded; where it has no room its sign stands alone, for it is written out above. */
function boundText({ bound, unit }: TrendView): string {
  if (bound === null) return '';
  const text = `${bound.sign} ${exactText(bound.value)}`;
  const after = unit === null ? text : `${text} ${legible(unit, 8)}`;
  return [after, text].find((one) => one.length <= mostLetters) ?? `${bound.sign} ${shortNumber(bound.value)}`;
}

const lineHeight = 16;
/** What a space is wide at the size of these words. */
const space = 4;

/** Words stand centred on the end of their line; what is empty on one side of them moves them to the other by half of it. */
function words(text: string, moved: { readonly down?: number; readonly right?: number }): object {
  const lines = surrounded(text, '\n', ((moved.down ?? 0) * 2) / lineHeight);
  const shown = surrounded(lines, '\u00a0', ((moved.right ?? 0) * 2) / space);
  return {
    show: true,
    formatter: () => shown,
    position: 'end',
    rotate: 0,
    fontSize: 13,
    lineHeight,
    color: colours.ink,
  };
}

/** So many of it before the text, or behind it where that is less than none. */
function surrounded(text: string, empty: string, times: number): string {
  const part = empty.repeat(Math.round(Math.abs(times)));
  return times > 0 ? part + text : text + part;
}
