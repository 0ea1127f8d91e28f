import { afterAll, expect, test } from 'vitest';
import { painter } from '../../src/charts/painter.ts';
import { phone } from '../../src/charts/picture.ts';
import { svgOf } from '../../src/charts/svg.ts';
import { trendChart, trendText } from '../../src/charts/trend-chart.ts';
import { shortNumber } from '../../src/charts/trend-scale.ts';
import { trendPosts } from '../../src/release/incident/posts-trend.ts';
import type { TrendView } from '../../src/release/incident/trend-view.ts';
import { type Happening, incidentLog, incidentOf, opened, stories, symptom } from '../blocks/incident-scenes.ts';

const t0 = Date.UTC(2026, 10, 2, 10);
const minute = 60_000;
const paints = painter();
afterAll(() => paints.close());

function trend(over: Partial<TrendView> = {}): TrendView {
  return {
    title: 'churn production: errors',
    name: 'error rate',
    unit: '%',
    points: [4.1, 4.9, 7.3].map((value, at) => ({ at: t0 + at * 5 * minute, value })),
    bound: { sign: '≤', value: 1 },
    trained: 0.6,
    release: { name: 'v14', at: t0 - 38 * minute },
    over: null,
    ...over,
  };
}

function drawn(view: TrendView): string {
  return svgOf({ kind: 'trend', trend: view, sizes: phone });
}

test('the picture shows the bound, the release, the training and the worst number', () => {
  for (const word of [
    '>bound<',
    '≤ 1 %',
    'v14 live',
    '>training<',
    '0.60',
    '7.30',
    'needs ≤ 1 %',
    '2 Nov, times in UTC',
  ])
    expect(drawn(trend())).toContain(word);
});

test('a release of long ago is not drawn, for it would press all points together', () => {
  expect(drawn(trend({ release: { name: 'v14', at: t0 - 19 * 24 * 60 * minute } }))).not.toMatch(/>v14 live</);
  expect(drawn(trend({ release: { name: 'v14', at: t0 - 19 * 24 * 60 * minute } }))).toContain('v14 live since 14 Oct');
});

test('once it is over the picture shows when, and its words say so', () => {
  const over = t0 + 26 * minute;
  expect(drawn(trend({ over }))).toContain('>over<');
  expect(drawn(trend({ over: t0 + 30 * 24 * 60 * minute }))).not.toContain('>over<');
  expect(trendText(trend({ over }))).toContain('Over at 2026-11-02 10:26 UTC.');
});

/** How far down the picture each of these words stands, in pixels. */
function heights(svg: string, ...words: readonly string[]): readonly number[] {
  const texts = Array.from(svg.matchAll(/<text([^>]*)translate\([\d.]+ ([\d.]+)\)[^>]*>([^<]*)</g));
  return words.map((word) => {
    const [, before = '', y] = texts.find(([, , , text]) => text === word) ?? [];
    return Number(y) + Number(/ y="([-\d.]+)"/.exec(before)?.[1] ?? 0);
  });
}

test.each([
  ['far from each other', { trained: 4 }],
  ['near', { trained: 0.98 }],
  ['the same', { trained: 1 }],
  ['the other way round', { trained: 1.02 }],
  ['both at the lower edge', { points: [120_345, 1_234_567].map((value, at) => ({ at: t0 + at * minute, value })) }],
])('what bound and training are can be read where they are %s', (_, over) => {
  const [bound = 0, training = 0, ...numbers] = heights(drawn(trend(over)), 'bound', 'training', '≤ 1 %');
  expect(Math.abs(bound - training)).toBeGreaterThanOrEqual(30);
  for (const at of [bound, training, ...numbers]) expect(at).toBeLessThan(300);
});

test.each([
  [0, '0'],
  [-0, '0'],
  [0.1, '0.10'],
  [1234, '1234'],
  [12_345, '12.3k'],
  [-900_000, '-900k'],
  [1_200_000, '1.2M'],
  [1e300, '1.0e300'],
  [-1.5e-7, '-1.5e-7'],
])('%d is short as %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});

test('the number that is written out stands on the wrong side of the bound, where there is no line', () => {
  const points = [0.8, 0.7, 0.79].map((value, at) => ({ at: t0 + at * minute, value }));
  const [below = 0, above = 0] = [
    ...heights(drawn(trend({ points, bound: { sign: '≥', value: 0.75 }, trained: null })), '0.70'),
    ...heights(drawn(trend({ points, bound: { sign: '≤', value: 0.65 }, trained: null })), '0.80'),
  ];
  expect(below).toBeGreaterThan(above);
  expect(trendText(trend({ points, bound: { sign: '≥', value: 0.75 } }))).toContain(', at worst 0.70 % at ');
});

test.each([
  ['nothing known besides', { bound: null, trained: null, release: null, unit: null }],
  ['one point', { points: [{ at: t0, value: 0 }] }],
  [
    'enormous numbers',
    {
      points: [
        { at: t0, value: -1e300 },
        { at: t0 + 1, value: 1e300 },
      ],
    },
  ],
  ['names that are markup', { title: '<script>&"'.repeat(40), name: '\u202e<b>'.repeat(40), unit: '<i>' }],
])('it is drawn with %s', async (_, over) => {
  const picture = await trendChart(paints, trend(over));
  expect(picture.kind).toBe('drawn');
  expect(drawn(trend(over))).not.toContain('<script>');
});

test('who does not see it reads the first and the last number, the bound and the release', () => {
  expect(trendText(trend())).toBe(
    'Chart: churn production: errors. error rate: 4.10 % at 2026-11-02 10:00 UTC, 7.30 % at 2026-11-02 10:10 UTC. Needs ≤ 1 %. At training 0.60 %. v14 went live at 2026-11-02 09:22 UTC.',
  );
});

test('there is a picture once the number moved, and another one at the end if it moved on', () => {
  const moves = [3, 7, 12].map(
    (after, at): ReturnType<typeof opened> => [
      {
        kind: 'symptom-changed',
        symptom: symptom({ at: t0 + after * minute, reading: { ...reading, value: 5 + at } }),
      },
      after,
    ],
  );
  const keys = (story: Parameters<typeof incidentLog>[0]) =>
    trendPosts(incidentOf(story), incidentLog(story)).map(({ key }) => key);
  expect(keys([opened()])).toEqual([]);
  expect(keys([opened(), ...moves])).toEqual(['trend:1']);
  expect(keys([opened(), ...moves, [{ kind: 'incident-resolved' }, 20]])).toEqual(['trend:1', 'trend:4']);
  expect(keys(stories['no number'] ?? [])).toEqual([]);
});

test('where a source tells what was before, there is a picture at once, of each moment once', () => {
  const past = (from: number) =>
    Array.from({ length: 12 }, (_, at) => ({ at: t0 + (from + at) * minute, value: at / 10 }));
  const one = opened({ symptom: symptom({ past: past(0) }) });
  const [early, ...none] = trendPosts(incidentOf([one]), incidentLog([one]));
  expect(none).toEqual([]);
  expect(early?.key).toBe('trend:0');
  const ended: readonly Happening[] = [
    one,
    [{ kind: 'symptom-changed', symptom: symptom({ past: past(5) }) }, 5],
    [{ kind: 'incident-resolved' }, 20],
  ];
  const [first, last] = trendPosts(incidentOf(ended), incidentLog(ended));
  expect(first).toEqual(early);
  const content = last?.content;
  expect(content?.kind === 'trend' ? content.trend.points.map(({ at }) => (at - t0) / minute) : []).toEqual(
    Array.from({ length: 17 }, (_, at) => at),
  );
  expect(content).toMatchObject({ trend: { over: t0 + 20 * minute } });
});

const reading = { name: 'error rate', bound: { sign: '≤' as const, value: 1 }, trained: 0.6, samples: 9, unit: '%' };
