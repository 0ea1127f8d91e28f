import { expect, test } from 'vitest';
import { until } from './until.ts';

test('answers with the first thing that is there', async () => {
  const answers = [null, undefined, false as const, 0, 1];
  expect(await until(() => answers.shift(), { every: 1 })).toBe(0);
});

test('throws with the last answer when time is up', async () => {
  await expect(until(() => null, { within: 5, every: 1 })).rejects.toThrow('Not so within 5 ms. Last answer: null');
});

test('throws with the last error when time is up', async () => {
  const failing = (): never => {
    throw new Error('no such version');
  };
  await expect(until(failing, { within: 5, every: 1 })).rejects.toThrow('Last error: Error: no such version');
});
