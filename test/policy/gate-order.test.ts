import { expect, test } from 'vitest';
import { z } from 'zod';
import { gateTable } from '../../src/gates/table.ts';
import { knownFields, orderOf, subjectOf } from '../../src/policy/gate-order.ts';
import { Gate } from '../../src/policy/gate-schema.ts';

const orders: readonly [one: object, order: string, other: object][] = [
  [{ metric: 'auc', min: 0.8 }, 'same', { metric: 'auc', min: 0.8 }],
  [{ metric: 'auc', min: 0.81 }, 'stricter', { metric: 'auc', min: 0.8 }],
  [{ metric: 'auc', min: 0.79 }, 'looser', { metric: 'auc', min: 0.8 }],
  [{ metric: 'auc', min: 0.8, max: 0.99 }, 'stricter', { metric: 'auc', min: 0.8 }],
  [{ metric: 'auc', max: 0.9 }, 'other', { metric: 'auc', min: 0.8 }],
  [{ improves: 'auc', by: '3%' }, 'stricter', { improves: 'auc', by: '2%' }],
  [{ improves: 'auc', by: '3%' }, 'other', { improves: 'auc', by: 0.02 }],
  [{ improves: 'auc', significant: true }, 'stricter', { improves: 'auc' }],
  [{ improves: 'auc', 'different-data': 'allow' }, 'looser', { improves: 'auc' }],
  [{ improves: 'auc', baseline: 'old.auc' }, 'other', { improves: 'auc' }],
  [{ 'not-worse': 'r/*', tolerance: 0.01 }, 'stricter', { 'not-worse': 'r/*', tolerance: 0.02 }],
  [{ schema: 'same' }, 'stricter', { schema: 'backward' }],
  [{ latency: 'p95', max: 60 }, 'looser', { latency: 'p95', max: 50 }],
  [{ size: '1GB' }, 'looser', { size: '500MB' }],
  [{ size: '1GiB' }, 'looser', { size: '1GB' }],
  [{ soak: '2d', in: 'staging' }, 'stricter', { soak: '24h', in: 'staging' }],
  [{ reproducible: true, branch: 'main' }, 'stricter', { reproducible: true }],
  [{ reproducible: true, branch: 'dev' }, 'other', { reproducible: true, branch: 'main' }],
  [{ checks: ['unit', 'lint'] }, 'stricter', { checks: ['unit'] }],
  [{ checks: ['unit'] }, 'looser', { checks: 'all' }],
  [{ checks: ['lint'] }, 'other', { checks: ['unit'] }],
  [{ metric: 'auc', min: 0.8, mode: 'warn until 2026-12-01' }, 'looser', { metric: 'auc', min: 0.8 }],
  [{ labels: 'same', mode: 'warn until 2026-12-01' }, 'stricter', { labels: 'same', mode: 'warn until 2026-12-02' }],
  [{ labels: 'same', mode: 'off', because: 'x' }, 'looser', { labels: 'same', mode: 'warn until 2026-12-02' }],
];

test.each(orders)('%j is %s than %j', (one, order, other) => {
  expect(orderOf(Gate.parse(one), Gate.parse(other))).toBe(order);
  const back: Readonly<Record<string, string>> = { stricter: 'looser', looser: 'stricter' };
  expect(orderOf(Gate.parse(other), Gate.parse(one))).toBe(back[order] ?? order);
});

test.each([
  [
    { metric: 'auc', min: 0.8 },
    { metric: 'auc', min: 0.8, dataset: 'holdout' },
  ],
  [{ improves: 'auc' }, { improves: 'auc', direction: 'lower' }],
  [
    { latency: 'p95', max: 1 },
    { latency: 'p99', max: 1 },
  ],
  [
    { soak: '1d', in: 'dev' },
    { soak: '1d', in: 'staging' },
  ],
])('%j and %j are two gates', (one, other) => {
  expect(subjectOf(Gate.parse(one))).not.toBe(subjectOf(Gate.parse(other)));
});

test('what only warns is looser, whatever it asks for; what blocks and asks for less is neither', () => {
  const [warns, blocks] = [
    { metric: 'auc', min: 0.9, mode: 'warn until 2026-12-01' },
    { metric: 'auc', min: 0.8 },
  ].map((gate) => Gate.parse(gate));
  if (!warns || !blocks) throw new Error('two gates');
  expect([orderOf(warns, blocks), orderOf(blocks, warns)]).toEqual(['looser', 'other']);
});

test('every kind of gate is known here, with fields that it has; of these kinds a model may have several', () => {
  const several = [...gateTable].filter(([kind]) => knownFields(kind) === null).map(([kind]) => kind);
  expect(several).toEqual(['documented', 'fresh', 'requires', 'http']);
  for (const [kind, { schema }] of gateTable)
    for (const field of knownFields(kind) ?? []) expect(Object.keys(schema.shape), kind).toContain(field);
});

test('no gate takes the words for itself that say how much it weighs', () => {
  for (const [kind, { schema }] of gateTable) {
    expect(Object.keys(schema.shape), kind).not.toContain('mode');
    expect(Object.keys(schema.shape), kind).not.toContain('because');
    expect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), kind).toHaveProperty('properties');
  }
});
