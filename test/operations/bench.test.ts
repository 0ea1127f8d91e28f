import { join } from 'node:path';
import { expect, test } from 'vitest';
import { median, quantile, ratioOf, verdict } from '../../bench/statistics.ts';
import { run } from '../../sandbox/processes.ts';

test('the middle, and what lies around it', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([10, 20, 30, 40, 50], 0.99)).toBeCloseTo(49.6);
  expect(median([])).toBeNaN();
});

test('an interval holds the median, is narrow for pairs that agree, and is the same every time', () => {
  const agreeing = ratioOf(Array.from({ length: 14 }, (_, n) => [80 + (n % 3), 100] as const));
  expect(agreeing.low).toBeGreaterThanOrEqual(0.8);
  expect(agreeing.high).toBeLessThanOrEqual(0.82);
  const wild = Array.from({ length: 14 }, (_, n) => [n % 2 === 0 ? 50 : 150, 100] as const);
  expect(ratioOf(wild)).toMatchObject({ low: 0.5, high: 1.5 });
  expect(ratioOf(wild)).toEqual(ratioOf(wild));
});

const control = { median: 1, low: 0.95, high: 1.05 };

test.each([
  ['well above', { median: 0.95, low: 0.92, high: 0.98 }, 'met'],
  ['well below', { median: 0.6, low: 0.55, high: 0.65 }, 'missed'],
  ['across the goal', { median: 0.85, low: 0.75, high: 0.9 }, 'not clear'],
  ['above by less than equals differ', { median: 0.83, low: 0.81, high: 0.85 }, 'not clear'],
  ['below by less than equals differ', { median: 0.77, low: 0.75, high: 0.79 }, 'not clear'],
])('a ratio %s is %s', (_, found, expected) => {
  expect(verdict(found, control, 0.8)).toBe(expected);
});

test('the benchmark runs, and every request of every side is answered with 200', async () => {
  const main = join(import.meta.dirname, '../../bench/main.ts');
  const printed = await run(process.execPath, [
    main,
    '--rounds',
    '1',
    '--slice-ms',
    '60',
    '--connections',
    '2',
    '--releases',
    '40',
  ]);
  for (const name of ['slash command', 'button', 'webhook']) expect(printed).toContain(name);
  expect(printed).toContain('load average');
  expect(printed).toMatch(/status: 1,000 models, 40 finished releases: first \d+ ms/);
  expect(printed).toMatch(/policy of \d+ lines/);
  expect(printed).toMatch(/the last \d+ ms after the load/);
  expect(printed).not.toContain('mean nothing');
}, 120_000);
