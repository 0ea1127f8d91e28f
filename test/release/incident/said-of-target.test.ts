import { expect, test } from 'vitest';
import type { Reading, Signal } from '../../../src/release/incident/signal.ts';
import { v } from '../scene.ts';
import { after, afterSignal, at, incident, kinds, mapped, minute, scene, start, take } from './scene.ts';

const reading = (value: Reading['value'], name = 'error rate'): Reading => ({
  name,
  value,
  bound: { sign: '≤', value: 0.01 },
  trained: null,
  samples: 1_200,
  unit: null,
});
const window = { from: start - 60 * minute, to: start };
const wrong = scene();
const open = afterSignal(wrong, { reading: reading(0.041), window });
const target = { key: 'b', state: 'resolved', reading: reading(0.002), window, at: start } as const;

const rows: readonly (readonly [string, Partial<Signal>, version: number | null, boolean])[] = [
  ['fine on the same window', {}, 12, true],
  ['as bad on the same window', { state: 'firing', reading: reading(0.05) }, 12, true],
  ['without a window, at the same time', { window: null }, 12, true],
  ['without a window, an hour before', { window: null, at: start - 60 * minute }, 12, false],
  ['on an earlier window', { window: { from: 0, to: start - 60 * minute } }, 12, false],
  ['by another measure', { reading: reading(0.002, 'latency') }, 12, false],
  ['that could not be measured', { reading: reading('NaN') }, 12, false],
  ['without a number', { reading: null }, 12, false],
  ['of another version', {}, 11, false],
  ['of nobody knows which', {}, null, false],
];

test.each(rows)('what is said of versions besides: %s', (_, over, version, isTold) => {
  const decision = take(open, [mapped({ ...target, ...over }, { version: version === null ? null : v(version) })]);
  expect(kinds(decision).includes('target-scored')).toBe(isTold);
});

test('both in one message, in whatever order; told once, with its numbers', () => {
  const both = [
    mapped({ ...target, key: 'b' }, { version: v(12) }),
    mapped({ reading: reading(0.041), window }, { version: v(14) }),
  ];
  for (const message of [both, both.toReversed()]) {
    const facts = after(wrong, take(wrong, message));
    expect(incident(facts).scored).toMatchObject({
      version: '12',
      words: 'error rate 0.002, needs ≤ 0.01, of 1200 samples',
    });
    expect(kinds(take(at(facts, start + minute), message))).not.toContain('target-scored');
  }
});

test('what nobody signed is not told', () => {
  expect(kinds(take(open, [mapped(target, { version: v(12) })], false))).not.toContain('target-scored');
});
