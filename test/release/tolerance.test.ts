import { expect, test } from 'vitest';
import type { Metric, MetricValue } from '../../src/release/evidence.ts';
import type { Tolerance } from '../../src/release/lane-policy.ts';
import { bandsOf, deviations, deviationWords } from '../../src/release/tolerance.ts';

const by = (metric: string, amount: number): Tolerance => ({ metric, by: amount, relative: false });
const percent = (metric: string, amount: number): Tolerance => ({ metric, by: amount, relative: true });
const logged = (name: string, value: MetricValue | null, dataset: string | null = null): Metric[] =>
  value === null ? [] : [{ name, value, dataset: dataset === null ? null : { name: dataset, digest: 'd' } }];

test.each<[what: string, band: Tolerance, reviewed: MetricValue | null, trained: MetricValue | null, outside: boolean]>(
  [
    ['the same', by('auc', 0.02), 0.874, 0.874, false],
    ['less, within', by('auc', 0.02), 0.874, 0.86, false],
    ['more, within', by('auc', 0.02), 0.874, 0.89, false],
    ['exactly the bound, which binary numbers miss', by('auc', 0.02), 0.874, 0.854, false],
    ['just beyond', by('auc', 0.02), 0.874, 0.8539, true],
    ['too good is not what was reviewed either', by('auc', 0.02), 0.874, 0.9, true],
    ['a band of nothing, the same', by('auc', 0), 0.874, 0.874, false],
    ['a band of nothing, anything else', by('auc', 0), 0.874, 0.8741, true],
    ['percent, within', percent('rmse', 5), 200, 210, false],
    ['percent, beyond', percent('rmse', 5), 200, 211, true],
    ['percent of a negative number', percent('loss', 5), -200, -209, false],
    ['percent of a negative number, beyond', percent('loss', 5), -200, -189, true],
    ['percent of nothing allows nothing', percent('bias', 5), 0, 0.001, true],
    ['percent of nothing, the same', percent('bias', 5), 0, 0, false],
    ['tiny numbers', percent('p', 5), 1e-12, 1.2e-12, true],
    ['no number where there was one', by('auc', 0.02), 0.874, 'NaN', true],
    ['a number where there was none', by('auc', 0.02), 'NaN', 0.874, true],
    ['no number on either side, as it was seen', by('auc', 0.02), 'NaN', 'NaN', false],
    ['infinite, as it was seen', percent('ratio', 5), 'Infinity', 'Infinity', false],
    ['infinite the other way', percent('ratio', 5), 'Infinity', '-Infinity', true],
    ['not logged any more', by('auc', 0.02), 0.874, null, true],
    ['not logged before', by('auc', 0.02), null, 0.874, true],
  ],
)('%s', (_, band, reviewed, trained, outside) => {
  const found = deviations(logged(band.metric, reviewed), logged(band.metric, trained), [band]);
  expect(found).toEqual(outside ? [{ metric: band.metric, reviewed, trained, band }] : []);
});

test('a pattern stands for many, a name for itself', () => {
  const bands = [by('recall/*', 0.01), by('recall/new', 0.2)];
  const reviewed = ['old', 'new', 'same'].flatMap((slice) => logged(`recall/${slice}`, 0.7));
  const trained = [...logged('recall/old', 0.6), ...logged('recall/new', 0.6), ...logged('recall/same', 0.7)];
  expect(deviations(reviewed, trained, bands).map(({ metric }) => metric)).toEqual(['recall/old']);
});

test('what no band names is not compared', () => {
  expect(deviations(logged('f1', 0.9), logged('f1', 0.1), [by('auc', 0.02)])).toEqual([]);
  expect(deviations(logged('f1', 0.9), logged('f1', 0.1), [])).toEqual([]);
});

test('a metric measured on several data sets is compared on each', () => {
  const both = (first: number, second: number) => [...logged('auc', first, 'holdout'), ...logged('auc', second, 'new')];
  expect(deviations(both(0.9, 0.8), both(0.9, 0.7), [by('auc', 0.02)])).toMatchObject([{ metric: 'auc on new' }]);
});

test('without a band in the policy, what gates name may differ by 5 %', () => {
  const bands = bandsOf(null, [{ name: 'auc' }, { name: 'recall/*' }]);
  expect(bands).toEqual([percent('auc', 5), percent('recall/*', 5)]);
  expect(bandsOf([by('auc', 0.1)], [{ name: 'rmse' }])).toEqual([by('auc', 0.1)]);
  expect(bandsOf([], [{ name: 'rmse' }])).toEqual([]);
});

test.each<[Tolerance, MetricValue | null, MetricValue | null, string]>([
  [by('auc', 0.01), 0.874, 0.861, 'auc reviewed 0.874, trained 0.861, allowed ±0.01'],
  [percent('rmse', 5), 200, 211, 'rmse reviewed 200, trained 211, allowed ±5 %'],
  [by('auc', 0), 0.87404, 0.87401, 'auc reviewed 0.87404, trained 0.87401, allowed ±0'],
  [by('auc', 0.01), 0.874, 'NaN', 'auc reviewed 0.874, trained NaN, allowed ±0.01'],
  [by('auc', 0.01), 0.874, null, 'auc reviewed 0.874, trained not logged, allowed ±0.01'],
])('%j is told with both numbers', (band, reviewed, trained, words) => {
  expect(deviationWords({ metric: band.metric, reviewed, trained, band })).toBe(words);
});
