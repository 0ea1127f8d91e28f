import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RegisteredModel } from '../../src/ports.ts';
import { changes } from '../../src/registries/poll.ts';
import { Delivery } from '../../src/release/command.ts';
import { Version } from '../../src/release/ids.ts';

const v = (number: number) => Version.parse(String(number));

function model(name: string, newest: number | null, aliases: Readonly<Record<string, number>> = {}): RegisteredModel {
  const entries = Object.entries(aliases).map(([alias, version]): [string, Version] => [alias, v(version)]);
  return { name, newest: newest === null ? null : v(newest), aliases: new Map(entries) };
}

const start = changes('reg', null, [model('churn', 3, { champion: 2 })], 1);
const ids = (after: readonly RegisteredModel[], before = start.seen) =>
  changes('reg', before, after, 2).deliveries.map(({ id }) => id);

test('the first contact sets the watermark and tells nothing', () => {
  expect(start.deliveries).toEqual([]);
  expect(start.seen.get('churn')).toEqual({ newest: '3', aliases: { champion: '2' }, moves: 0 });
});

const cases: readonly [string, readonly RegisteredModel[], readonly string[]][] = [
  ['nothing new', [model('churn', 3, { champion: 2 })], []],
  ['each lost version', [model('churn', 5, { champion: 2 })], ['poll:reg:churn:v4', 'poll:reg:churn:v5']],
  ['a new model', [model('fraud', 2)], ['poll:reg:fraud:v1', 'poll:reg:fraud:v2']],
  ['a new model without versions', [model('fraud', null)], []],
  ['a moved alias', [model('churn', 3, { champion: 3 })], ['poll:reg:churn:champion:2-3:1']],
  ['a new alias', [model('churn', 3, { champion: 2, candidate: 3 })], ['poll:reg:churn:candidate:none-3:1']],
  ['a deleted alias', [model('churn', 3)], ['poll:reg:churn:champion:2-none:1']],
  ['a model that the pages skipped', [], []],
  ['a newest version that was deleted', [model('churn', 2, { champion: 2 })], []],
  [
    'an alias named like a part of every object',
    [model('churn', 3, { champion: 2, constructor: 1 })],
    ['poll:reg:churn:constructor:none-1:1'],
  ],
];

test.each(cases)('%s', (_, after, expected) => expect(ids(after)).toEqual(expected));

test('a model that a page skipped is still known when it comes back', () => {
  const { seen } = changes('reg', start.seen, [], 2);
  expect(ids([model('churn', 3, { champion: 2 })], seen)).toEqual([]);
});

test('an alias that goes there and back and there again is three findings', () => {
  const there = changes('reg', start.seen, [model('churn', 3, { champion: 3 })], 2);
  const back = changes('reg', there.seen, [model('churn', 3, { champion: 2 })], 3);
  const again = changes('reg', back.seen, [model('churn', 3, { champion: 3 })], 4);
  const all = [there, back, again].flatMap(({ deliveries }) => deliveries.map(({ id }) => id));
  expect(all).toEqual([
    'poll:reg:churn:champion:2-3:1',
    'poll:reg:churn:champion:3-2:2',
    'poll:reg:churn:champion:2-3:3',
  ]);
});

test('what a look after a webhook told is not told again by the next poll', () => {
  const hinted = changes('reg', start.seen, [model('churn', 4, { champion: 4 })], 2);
  expect(hinted.deliveries).toHaveLength(2);
  expect(ids([model('churn', 4, { champion: 4 }), model('fraud', null)], hinted.seen)).toEqual([]);
});

test('a burst is told by its newest twenty versions', () => {
  const told = ids([model('churn', 1_000, { champion: 2 })]);
  expect(told).toHaveLength(20);
  expect(told.at(-1)).toBe('poll:reg:churn:v1000');
});

test('a name too long for an id keeps an id of its own', () => {
  const [long, other] = ids([model('x'.repeat(256), 1), model(`${'x'.repeat(255)}y`, 1)]);
  expect(long?.length).toBeLessThanOrEqual(200);
  expect(long).not.toBe(other);
});

const anyModel = fc.record({ newest: fc.integer({ min: 1, max: 9 }), champion: fc.integer({ min: 1, max: 9 }) });

test('two pollers with one book tell the same, and every delivery can be stored', () => {
  fc.assert(
    fc.property(anyModel, anyModel, (a, b) => {
      const before = changes('reg', null, [model('m', a.newest, { champion: a.champion })], 1).seen;
      const after = [model('m', b.newest, { champion: b.champion })];
      const one = changes('reg', before, after, 5);
      const two = changes('reg', before, after, 9);
      expect(one.deliveries.map(({ id }) => id)).toEqual(two.deliveries.map(({ id }) => id));
      expect(one.seen).toEqual(two.seen);
      for (const delivery of one.deliveries) expect(Delivery.parse(delivery)).toEqual(delivery);
    }),
  );
});
