import type { EChartsCoreOption } from 'echarts/core';
import type { ChartView } from '../release/chart-view.ts';
import { legible } from './legible.ts';
import { colours } from './marks.ts';
import { edge, rowSeries } from './metrics-rows.ts';
import { placeOf } from './standing.ts';

/** Pixels of a row, and of what stands above and below all rows. */
const row = 86;
const above = 84;
const below = 34;

const ticks = [-0.1, -0.01, 0, 0.01, 0.1];

/** Height of the chart in pixels, before it is enlarged. */
export function metricsHeight({ rows }: Pick<ChartView, 'rows'>): number {
  return above + rows.length * row + below;
}

/**
 * The metrics of a candidate against the champion: a row each, the champion on the line in the middle, better to the right, on a scale
 * that is the same for all rows because it shows shares of the champion's value; the numbers themselves stand at the marks.
 */
export function metricsOption(chart: ChartView, width: number): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'DejaVu Sans', color: colours.ink },
    title: heading(chart),
    grid: { left: 0, right: 0, top: above, height: chart.rows.length * row },
    xAxis: changeAxis(chart),
    yAxis: { type: 'value', inverse: true, min: 0, max: chart.rows.length, show: false },
    series: rowSeries(chart.rows, width),
  };
}

function heading({ title, candidate, champion, rows }: ChartView): object {
  const knows = rows.some(({ direction }) => direction !== 'unknown');
  return {
    text: legible(title, 46),
    subtext: `○ ${champion}, live     ● ◆ ■ ${candidate}     ┆ bound\n${knows ? 'Right of the line is better.' : 'Right of the line is higher.'}`,
    left: 14,
    top: 10,
    itemGap: 6,
    textStyle: {
      fontFamily: 'DejaVu Sans',
      fontSize: title.length > 30 ? 15 : 20,
      fontWeight: 'bold',
      color: colours.ink,
    },
    subtextStyle: { fontFamily: 'DejaVu Sans', fontSize: 14, lineHeight: 19, color: colours.quiet },
  };
}

/** The champion in the middle; a tenth, a hundredth of its value to both sides. */
function changeAxis({ champion }: ChartView): object {
  const shown = new Map(ticks.map((share) => [placeOf(share), share === 0 ? champion : percent(share)]));
  const customValues = [...shown.keys()];
  return {
    type: 'value',
    min: -edge,
    max: edge,
    axisLine: { show: false },
    axisTick: { show: false, customValues },
    splitLine: { show: true, lineStyle: { color: colours.faint, width: 1 } },
    axisLabel: {
      customValues,
      color: colours.quiet,
      fontSize: 13,
      hideOverlap: false,
      formatter: (place: number) => nearest(shown, place),
    },
  };
}

function nearest(shown: ReadonlyMap<number, string>, place: number): string {
  return [...shown].find(([at]) => Math.abs(at - place) < 1e-6)?.[1] ?? '';
}

function percent(share: number): string {
  return `${share > 0 ? '+' : '−'}${Math.abs(share) * 100} %`;
}
