import type { ChartRow } from '../release/chart-view.ts';
import { legible } from './legible.ts';
import { colours, type Mark, marks } from './marks.ts';
import { type Standing, standingOf } from './standing.ts';

/** How far the picture reaches on both sides of the champion; the places end at 1, the rest is for their numbers. */
export const edge = 1.75;
const margin = 1.69;

/** Pixels of a digit of the largest numbers, and between a mark's middle and its number. */
const widestDigit = 11.8;
const besideMark = 20;

/** Where in its row each line stands, as a share of its height. */
const line = { name: 0.2, track: 0.56, bound: 0.86 } as const;

interface Drawn {
  readonly at: number;
  readonly name: string;
  readonly mark: Mark;
  readonly standing: Standing;
}

/** What is drawn of the rows, in a plane where each row is one high and places run from left to right. */
export function rowSeries(rows: readonly ChartRow[], width: number): readonly object[] {
  const drawn = rows.map(drawnRow);
  return [tracks(drawn), ...numbers(drawn, width), names(drawn), words(drawn)];
}

function drawnRow(one: ChartRow, at: number): Drawn {
  const standing = standingOf(one);
  return { at, name: legible(one.name, 28), mark: marks[standing.trend], standing };
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
function numbers(drawn: readonly Drawn[], width: number): readonly object[] {
  return [
    scatter(drawn.map(championMark), 16),
    scatter(
      drawn.map((one) => candidateMark(one, width)),
      19,
    ),
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

function candidateMark({ at, mark, standing }: Drawn, width: number): object {
  const { text, place } = standing.candidate;
  return {
    ...label([place ?? 0, at + line.track], fitting(text, place ?? 0, width), isLeft(standing) ? 'left' : 'right', {
      fontSize: 17,
      fontWeight: 'bold',
      color: colours.ink,
    }),
    symbol: mark.shape === 'square' ? 'rect' : mark.shape,
    symbolSize: mark.shape === 'square' ? 11 : 19,
    itemStyle: place === null ? unseen : { color: mark.colour },
  };
}

/** A number with fewer digits where it would run over the edge: that far out they do not decide who is better. */
function fitting(text: string, place: number, width: number): string {
  const room = ((edge - Math.abs(place)) / (2 * edge)) * width - besideMark;
  return text.length * widestDigit <= room || Number.isNaN(Number(text))
    ? text
    : Number(text).toExponential(2).replace('e+', 'e');
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
