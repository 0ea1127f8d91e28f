import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dice } from './dice.ts';
import { play } from './play.ts';
import { anyPlay, runs } from './runs.ts';
import { servedDifferently, servedWorld } from './serving.ts';

const minute = 60_000;

test(
  'the alias is never moved under those who use it, and what is served is what the alias says wherever nothing is under way',
  async () => {
    const seen = { went: 0, failed: 0, held: 0 };
    const property = fc.asyncProperty(anyPlay, async (given) => {
      const one = { ...given, outsiders: false };
      const served = servedWorld(dice(one.seed + 1));
      const { world, wrong } = await play(one, served.world, served.rest);
      expect([...wrong, ...servedDifferently(served)]).toEqual([]);
      for (const { event } of world.memory.chain) {
        if (event.kind === 'went-live') seen.went += 1;
        if (event.kind === 'failed' && event.step === 'await-serving') seen.failed += 1;
        if (event.kind === 'step-watched' && event.state === 'busy') seen.held += 1;
      }
    });
    await fc.assert(property, { ...runs(300), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
    expect(Math.min(seen.went, seen.failed, seen.held)).toBeGreaterThan(5);
  },
  20 * minute,
);
