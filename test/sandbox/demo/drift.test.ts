import { expect, test } from 'vitest';
import { holidays, ordinaryDay, transactions, transactionsOf } from '../../../sandbox/demo/fraud/data.ts';
import { driftOf } from '../../../sandbox/demo/fraud/drift.ts';

const trainedOn = transactions(transactionsOf.production);

test('an ordinary day is what was trained on', () => {
  const { share, features } = driftOf(trainedOn, transactions(ordinaryDay));
  expect(share).toBe(0);
  for (const { value } of features) expect(value).toBeLessThan(0.05);
});

test('before the holidays amounts and distances have shifted, and nothing else', () => {
  const { share, features } = driftOf(trainedOn, transactions(holidays));
  expect(share).toBe(0.4);
  expect(features.filter(({ value }) => value > 0.2).map(({ name }) => name)).toEqual(['amount', 'distance_km']);
});

test('a tenth that nothing falls into is a finite distance, and the index is the textbook one', () => {
  const of = (hour: number) => ({ asked: [0, 0, hour, 0, 0], fraud: 0 });
  const half = [...Array.from({ length: 50 }, () => of(1)), ...Array.from({ length: 50 }, () => of(2))];
  const hours = driftOf(
    half,
    Array.from({ length: 100 }, () => of(2)),
  ).features.find(({ name }) => name === 'hour');
  expect(hours?.value).toBeCloseTo((0.0001 - 0.5) * Math.log(0.0001 / 0.5) + 0.5 * Math.log(2), 3);
});
