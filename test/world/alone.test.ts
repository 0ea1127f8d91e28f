import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlonePlay, playAlone } from './alone.ts';
import { runs } from './runs.ts';

const minute = 60_000;
const often = fc.boolean();

const anyPlay: fc.Arbitrary<AlonePlay> = fc.record({
  seed: fc.nat(),
  rounds: fc.integer({ min: 3, max: 14 }),
  crashes: often,
  outages: often,
  losses: often,
  outsiders: often,
  clockJumps: often,
});

test(
  'whatever breaks and whoever asks: advice never moves anything, break-glass never passes what nobody knows, and a review is owed',
  async () => {
    const seen = new Set<string>();
    const property = fc.asyncProperty(anyPlay, async (one) => {
      const { world, wrong } = await playAlone(one);
      for (const { event } of world.memory.chain) seen.add(event.kind);
      expect(wrong).toEqual([]);
    });
    await fc.assert(property, { ...runs(200), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
    for (const kind of ['concluded', 'follow-up-opened', 'follow-up-closed', 'execution-started', 'paused'])
      expect([...seen]).toContain(kind);
  },
  20 * minute,
);
