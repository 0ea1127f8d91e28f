import type { EChartsCoreOption } from 'echarts/core';
import type { ChartRow, ChartView } from '../release/chart-view.ts';
import { legible } from './legible.ts';
import { colours, type Mark, marks } from './marks.ts';
import { placeOf, type Standing, standingOf } from './standing.ts';

/** Pixels of a row, and of what stands above and below all rows. */
const row = 86;
const above = 84;
const below = 34;

/** How far the picture reaches on both sides of the champion; the places end at 1, the rest is for their numbers. */
const edge = 1.52;
const margin = 1.46;

/** Where in its row each line stands, as a share of its height. */
const line = { name: 0.2, track: 0.56, bound: 0.86 } as const;

const ticks = [-0.1, -0.01, 0, 0.01, 0.1];

interface Drawn {
  readonly at: number;
  readonly name: string;
  readonly mark: Mark;
  readonly standing: Standing;
}

/** Height of the chart in pixels, before it is enlarged. */
export function metricsHeight({ rows }: Pick<ChartView, 'rows'>): number {
  return above + rows.length * row + below;
}

/**
 * The metrics of a candidate against the champion: a row each, the champion on the line in the middle, better to the right, on a scale
 * that is the same for all rows because it shows shares of the champion's value; the numbers themselves stand at the marks.
 */
export function metricsOption(chart: ChartView): EChartsCoreOption {
  const drawn = chart.rows.map(drawnRow);
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'DejaVu Sans', color: colours.ink },
    title: heading(chart),
    grid: { left: 0, right: 0, top: above, height: chart.rows.length * row },
    xAxis: changeAxis(chart),
    yAxis: { type: 'value', inverse: true, min: 0, max: chart.rows.length, show: false },
    series: [tracks(drawn), ...numbers(drawn), names(drawn), words(drawn)],
  };
}

function drawnRow(one: ChartRow, at: number): Drawn {
  const standing = standingOf(one);
  return { at, name: legible(one.name, 28), mark: marks[standing.trend], standing };
}

function heading({ title, candidate, champion, rows }: ChartView): object {
  const knows = rows.some(({ direction }) => direction !== 'unknown');
  return {
    text: legible(title, 34),
    subtext: `○ ${champion}, live     ● ◆ ■ ${candidate}     ┆ bound\n${knows ? 'Right of the line is better.' : 'Right of the line is higher.'}`,
    left: 14,
    top: 10,
    itemGap: 6,
    textStyle: { fontFamily: 'DejaVu Sans', fontSize: 20, fontWeight: 'bold', color: colours.ink },
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

/** From the champion to the candidate, and the dashed bound. */
function tracks(drawn: readonly Drawn[]): object {
  const across = drawn.flatMap(({ at, mark, standing }) => {
    const { place } = standing.candidate;
    const y = at + line.track;
    return place === null ? [] : [stroke([0, y], [place, y], { color: mark.colour, width: 5, type: 'solid' })];
  });
  const bounds = drawn.flatMap(({ at, standing }) => {
    const place = standing.bound?.place ?? null;
    const [top, end] = [at + line.track - 0.2, at + line.track + 0.2];
    return place === null ? [] : [stroke([place, top], [place, end], { color: colours.ink, width: 2, type: 'dashed' })];
  });
  const middle = [stroke([0, 0], [0, drawn.length], { color: colours.quiet, width: 1.5, type: 'solid' })];
  return {
    type: 'scatter',
    data: [],
    markLine: { silent: true, z: 1, symbol: 'none', label: { show: false }, data: [...middle, ...across, ...bounds] },
  };
}

type Point = readonly [number, number];

function stroke(from: Point, to: Point, lineStyle: object): readonly object[] {
  return [{ coord: from, lineStyle }, { coord: to }];
}

/** The marks of both sides with their numbers, each on the side where the other is not, and the bounds' numbers below. */
function numbers(drawn: readonly Drawn[]): readonly object[] {
  return [
    scatter(drawn.map(championMark), 16),
    scatter(drawn.map(candidateMark), 19),
    scatter(
      drawn.map(({ at, standing: { bound } }) =>
        label([bound?.place ?? 0, at + line.bound], bound === null ? '' : `needs ${bound.text}`, 'inside', {
          fontSize: 13,
          color: colours.ink,
        }),
      ),
      0,
    ),
  ];
}

function championMark({ at, standing }: Drawn): object {
  const { text, known } = standing.champion;
  return {
    ...label([0, at + line.track], known ? text : `live: ${text}`, isLeft(standing) ? 'right' : 'left', {
      fontSize: 16,
      color: colours.quiet,
    }),
    symbol: 'circle',
    itemStyle: known ? { color: '#ffffff', borderColor: colours.ink, borderWidth: 3 } : unseen,
  };
}

function candidateMark({ at, mark, standing }: Drawn): object {
  const { text, place } = standing.candidate;
  return {
    ...label([place ?? 0, at + line.track], text, isLeft(standing) ? 'left' : 'right', {
      fontSize: 17,
      fontWeight: 'bold',
      color: colours.ink,
    }),
    symbol: mark.shape === 'square' ? 'rect' : mark.shape,
    symbolSize: mark.shape === 'square' ? 11 : 19,
    itemStyle: place === null ? unseen : { color: mark.colour },
  };
}

/** A mark that is not there, of a number that is. */
const unseen = { color: 'transparent' };

function isLeft({ candidate }: Standing): boolean {
  return (candidate.place ?? 0) < 0;
}

function names(drawn: readonly Drawn[]): object {
  const style = { fontSize: 17, fontWeight: 'bold', color: colours.ink, align: 'left' };
  return scatter(
    drawn.map(({ at, name }) => label([-margin, at + line.name], name, 'inside', style)),
    0,
  );
}

function words(drawn: readonly Drawn[]): object {
  return scatter(
    drawn.map(({ at, mark }) =>
      label([margin, at + line.name], mark.word, 'inside', {
        fontSize: 16,
        fontWeight: 'bold',
        color: mark.colour,
        align: 'right',
      }),
    ),
    0,
  );
}

function label(value: Point, text: string, position: string, style: object): object {
  return { value, label: { show: text !== '', formatter: () => text, position, distance: 8, ...style } };
}

function scatter(data: readonly object[], symbolSize: number): object {
  return { type: 'scatter', silent: true, clip: false, symbolSize, itemStyle: { opacity: 1 }, data };
}
