import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dice } from './dice.ts';
import { type Play, play } from './play.ts';
import { anyPlay, calmPlay, runs } from './runs.ts';
import { trainedWorld, wronglyTrained } from './trained.ts';

const minute = 60_000;

async function trained(one: Play) {
  const there = trainedWorld(dice(one.seed + 1));
  const { world, wrong } = await play(one, there.world, there.rest);
  expect([...wrong, ...wronglyTrained(there)]).toEqual([]);
  return { world, trainings: there.trainings };
}

test(
  'deploy code: whatever breaks, nothing trains twice, nothing goes live that nobody let in, and no training is left behind',
  async () => {
    const seen = { trainings: 0, live: 0, back: 0, failed: 0, stopped: 0 };
    const property = fc.asyncProperty(anyPlay, async (one) => {
      const { world, trainings } = await trained(one);
      seen.trainings += trainings.length;
      for (const { event } of world.memory.chain) {
        if (event.kind === 'trained-judged') seen.live += 1;
        if (event.kind === 'approvals-voided' && event.cause === 'trained-differs') seen.back += 1;
        if (event.kind === 'failed' && event.step === 'await-training') seen.failed += 1;
        if (event.kind === 'step-finished' && event.step === 'start-training' && event.direction === 'undo')
          seen.stopped += 1;
      }
    });
    await fc.assert(property, { ...runs(1_000), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
    expect(Math.min(...Object.values(seen))).toBeGreaterThanOrEqual(runs(5).numRuns);
  },
  20 * minute,
);

test(
  'deploy code: in whatever order things cross each other, all comes to an end',
  async () => {
    const property = fc.asyncProperty(calmPlay, async (one) => {
      await trained(one);
    });
    await fc.assert(property, { ...runs(500), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
  },
  20 * minute,
);
