import fc from 'fast-check';
import { expect, test } from 'vitest';
import { play } from './play.ts';
import { anyPlay, runs } from './runs.ts';

const minute = 60_000;

test(
  'rules 1, 3, 4, 5, 7, 9, 12, 13: whatever breaks, nothing happens twice, without its approvals, or never',
  async () => {
    const property = fc.asyncProperty(anyPlay, async (one) => {
      expect((await play(one)).wrong).toEqual([]);
    });
    await fc.assert(property, { ...runs(1_000), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
  },
  20 * minute,
);
