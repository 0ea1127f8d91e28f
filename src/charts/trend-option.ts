import type { EChartsCoreOption } from 'echarts/core';
import type { TrendView } from '../release/incident/trend-view.ts';
import { exactText, numberText } from '../release/number-text.ts';
import { legible } from './legible.ts';
import { colours } from './marks.ts';
import { linesAcross, uprightLines } from './trend-lines.ts';
import { numberScale, plot, shortNumber, shownRelease, timeScale, worst } from './trend-scale.ts';

/** Height of the picture in pixels, before it is enlarged. */
export const trendHeight = plot.height;

const aDay = 24 * 3_600_000;
const font = { fontFamily: 'DejaVu Sans', color: colours.ink };

/** A number over time: its bound dashed, what it was in training dotted, the moments at which a version went live and it was over upright. Times in UTC. */
export function trendOption(trend: TrendView): EChartsCoreOption {
  const { points } = trend;
  const { left, right, top, bottom } = plot;
  return {
    animation: false,
    useUTC: true,
    backgroundColor: '#ffffff',
    textStyle: font,
    title: heading(trend),
    grid: { left, right, top, bottom },
    xAxis: timeAxis(trend),
    yAxis: numberAxis(trend),
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'circle',
        symbolSize: points.length > 40 ? 4 : 9,
        lineStyle: { color: colours.worse, width: 3 },
        itemStyle: { color: colours.worse },
        data: written(trend),
        markLine: { silent: true, symbol: 'none', data: [...linesAcross(trend), ...uprightLines(trend)] },
      },
    ],
  };
}

function heading(trend: TrendView): object {
  const { title, name, unit, bound } = trend;
  const after = unit === null ? '' : ` ${legible(unit, 8)}`;
  const needs = bound === null ? after && `, in${after}` : `, needs ${bound.sign} ${exactText(bound.value)}${after}`;
  return {
    text: legible(title, 40),
    subtext: `${legible(name, 32)}${needs}\n${when(trend)}`,
    left: 14,
    top: 10,
    itemGap: 6,
    textStyle: { ...font, fontSize: title.length > 30 ? 15 : 20, fontWeight: 'bold' },
    subtextStyle: { ...font, fontSize: 14, lineHeight: 19, color: colours.quiet },
  };
}

/** "2 Nov, times in UTC", and since when the version is live where that is too long ago to be marked. */
function when(trend: TrendView): string {
  const times = trend.points.map(({ at }) => at);
  const [from, to] = [day(Math.min(...times)), day(Math.max(...times))];
  const { release } = trend;
  const since =
    release === null || shownRelease(trend) !== null
      ? ''
      : `; ${legible(release.name, 12)} live since ${day(release.at)}`;
  return `${from === to ? from : `${from} to ${to}`}, times in UTC${since}`;
}

function day(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at);
}

function timeAxis(trend: TrendView): object {
  const { min, max } = timeScale(trend);
  return {
    type: 'time',
    min,
    max,
    splitNumber: 4,
    axisLine: { lineStyle: { color: colours.faint } },
    axisLabel: {
      color: colours.quiet,
      fontSize: 13,
      hideOverlap: true,
      formatter: max - min > 2 * aDay ? '{d} {MMM}' : '{HH}:{mm}',
    },
  };
}

function numberAxis(trend: TrendView): object {
  return {
    type: 'value',
    ...numberScale(trend),
    splitNumber: 4,
    splitLine: { lineStyle: { color: colours.faint } },
    axisLabel: {
      color: colours.quiet,
      fontSize: 13,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: shortNumber,
    },
  };
}

/** The points, with the number at the one that is furthest on the wrong side of its bound, on that side; without a bound, at the last. */
function written(trend: TrendView): readonly object[] {
  const shown = worst(trend);
  const position = trend.bound?.sign === '≥' && shown !== undefined && shown.value > 0 ? 'bottom' : 'top';
  return trend.points.map((point) => ({
    value: [point.at, point.value],
    label: {
      show: point === shown,
      formatter: () => numberWords(point.value),
      position,
      distance: 8,
      fontSize: 16,
      fontWeight: 'bold',
      color: colours.ink,
    },
  }));
}

const mostLetters = 10;

function numberWords(value: number): string {
  const text = numberText(value);
  return text.length > mostLetters ? shortNumber(value) : text;
}
