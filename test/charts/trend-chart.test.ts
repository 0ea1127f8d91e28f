import { afterAll, expect, test } from 'vitest';
import { painter } from '../../src/charts/painter.ts';
import { phone } from '../../src/charts/picture.ts';
import { svgOf } from '../../src/charts/svg.ts';
import { trendChart, trendText } from '../../src/charts/trend-chart.ts';
import { trendPosts } from '../../src/release/incident/posts-trend.ts';
import type { TrendView } from '../../src/release/incident/trend-view.ts';
import { incidentLog, incidentOf, opened, stories, symptom } from '../blocks/incident-scenes.ts';

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
    ...over,
  };
}

function drawn(view: TrendView): string {
  return svgOf({ kind: 'trend', trend: view, sizes: phone });
}

test('the picture shows the bound, the release, the training and the worst number', () => {
  for (const word of ['bound 1', 'v14 live', 'training 0.60', '7.30', 'needs ≤ 1 %'])
    expect(drawn(trend())).toContain(word);
});

test('a release of long ago is not drawn, for it would press all points together', () => {
  expect(drawn(trend({ release: { name: 'v14', at: t0 - 19 * 24 * 60 * minute } }))).not.toContain('v14 live');
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

const reading = { name: 'error rate', bound: { sign: '≤' as const, value: 1 }, trained: 0.6, samples: 9, unit: '%' };
