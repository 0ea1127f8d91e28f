import type { EChartsCoreOption } from 'echarts/core';
import type { TrendView } from '../release/incident/trend-view.ts';
import { exactText, numberText } from '../release/number-text.ts';
import { legible } from './legible.ts';
import { colours } from './marks.ts';

/** Height of the picture in pixels, before it is enlarged. */
export const trendHeight = 330;

const aMinute = 60_000;
const aDay = 24 * 60 * aMinute;
const font = { fontFamily: 'DejaVu Sans', color: colours.ink };

/** A number over time: its bound dashed, the moment a version went live upright, what it was in training dotted. Times in UTC. */
export function trendOption(trend: TrendView): EChartsCoreOption {
  const { points } = trend;
  const shown = worst(trend);
  return {
    animation: false,
    useUTC: true,
    backgroundColor: '#ffffff',
    textStyle: font,
    title: heading(trend),
    grid: { left: 66, right: 26, top: 96, bottom: 44 },
    xAxis: timeAxis(trend),
    yAxis: numberAxis(trend),
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'circle',
        symbolSize: 9,
        lineStyle: { color: colours.worse, width: 3 },
        itemStyle: { color: colours.worse },
        data: points.map((point) => ({
          value: [point.at, point.value],
          label: pointLabel(point.value, point === shown),
        })),
        markLine: { silent: true, symbol: 'none', data: [...bound(trend), ...trained(trend), ...release(trend)] },
      },
    ],
  };
}

function heading({ title, name, unit, bound: keeps }: TrendView): object {
  const after = unit === null ? '' : ` ${legible(unit, 8)}`;
  const needs = keeps === null ? '' : `, needs ${keeps.sign} ${exactText(keeps.value)}${after}`;
  return {
    text: legible(title, 40),
    subtext: `${legible(name, 32)}${needs}\nTimes in UTC`,
    left: 14,
    top: 10,
    itemGap: 6,
    textStyle: { ...font, fontSize: title.length > 30 ? 15 : 20, fontWeight: 'bold' },
    subtextStyle: { ...font, fontSize: 14, lineHeight: 19, color: colours.quiet },
  };
}

/** From shortly before the first thing shown to shortly after the last; a release of long ago stays outside. */
function timeAxis(trend: TrendView): object {
  const times = trend.points.map(({ at }) => at);
  const live = shownRelease(trend);
  const from = Math.min(...times, ...(live === null ? [] : [live.at]));
  const to = Math.max(...times);
  const room = Math.max(aMinute, (to - from) * 0.08);
  return {
    type: 'time',
    min: from - room,
    max: to + room,
    splitNumber: 4,
    axisLine: { lineStyle: { color: colours.faint } },
    axisLabel: {
      color: colours.quiet,
      fontSize: 13,
      hideOverlap: true,
      formatter: to - from > 2 * aDay ? '{dd} {MMM}' : '{HH}:{mm}',
    },
  };
}

function numberAxis({ points, bound: keeps, trained: before }: TrendView): object {
  const all = [
    ...points.map(({ value }) => value),
    ...(keeps ? [keeps.value] : []),
    ...(before === null ? [] : [before]),
  ];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low || Math.abs(high) || 1) * 0.2;
  return {
    type: 'value',
    min: low >= 0 && low - room < 0 ? 0 : low - room,
    max: high + room,
    splitNumber: 4,
    splitLine: { lineStyle: { color: colours.faint } },
    axisLabel: {
      color: colours.quiet,
      fontSize: 13,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (value: number) => numberText(value, 3),
    },
  };
}

/** The point that is furthest on the wrong side of its bound; without one, the last. */
function worst({ points, bound: keeps }: TrendView): TrendView['points'][number] | undefined {
  if (keeps === null) return points.at(-1);
  const sense = keeps.sign === '≤' ? 1 : -1;
  return points.toSorted((a, b) => sense * (b.value - a.value))[0];
}

function pointLabel(value: number, show: boolean): object {
  return {
    show,
    formatter: () => numberText(value),
    position: 'top',
    distance: 8,
    fontSize: 16,
    fontWeight: 'bold',
    color: colours.ink,
  };
}

function bound({ bound: keeps }: TrendView): readonly object[] {
  if (keeps === null) return [];
  const label = mark(`bound ${exactText(keeps.value)}`, 'insideEndTop');
  return [{ yAxis: keeps.value, lineStyle: { color: colours.ink, width: 2, type: 'dashed' }, label }];
}

function trained({ trained: before }: TrendView): readonly object[] {
  if (before === null) return [];
  const label = mark(`training ${numberText(before)}`, 'insideEndBottom');
  return [{ yAxis: before, lineStyle: { color: colours.better, width: 2, type: 'dotted' }, label }];
}

function release(trend: TrendView): readonly object[] {
  const live = shownRelease(trend);
  if (live === null) return [];
  const label = { ...mark(`${live.name} live`, 'end'), rotate: 0 };
  return [{ xAxis: live.at, lineStyle: { color: colours.better, width: 2, type: 'solid' }, label }];
}

function mark(words: string, position: string): object {
  return {
    show: true,
    formatter: () => words,
    position,
    fontSize: 13,
    color: colours.ink,
    backgroundColor: '#ffffffcc',
  };
}

/** A release is marked as long as the points beside it can still be told apart. */
export function shownRelease({ release: live, points }: TrendView): TrendView['release'] {
  if (live === null) return null;
  const times = points.map(({ at }) => at);
  const span = Math.max(...times) - Math.min(...times);
  return Math.max(...times) - live.at <= Math.max(6 * 60 * aMinute, span * 6) ? live : null;
}
