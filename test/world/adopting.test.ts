import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AdoptingPlay, playAdopting } from './adopting.ts';
import { runs } from './runs.ts';

const minute = 60_000;
const often = fc.boolean();

const anyPlay: fc.Arbitrary<AdoptingPlay> = fc.record({
  seed: fc.nat(),
  rounds: fc.integer({ min: 3, max: 20 }),
  crashes: often,
  outages: often,
  losses: often,
  outsiders: often,
  clockJumps: often,
});

test(
  'whatever breaks and whoever moves what: what nobody let in is never trusted, and nobody goes back to it alone',
  async () => {
    const seen = new Set<string>();
    const property = fc.asyncProperty(anyPlay, async (one) => {
      const { world, wrong } = await playAdopting(one);
      for (const { event } of world.memory.chain) seen.add(event.kind);
      for (const state of world.memory.releases.values()) seen.add(`${state.kind} ${state.phase}`);
      expect(wrong).toEqual([]);
    });
    await fc.assert(property, { ...runs(150), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
    for (const what of ['moved-outside', 'rehearsed', 'adoption verified', 'adoption withdrawn', 'rollback verified'])
      expect([...seen]).toContain(what);
  },
  20 * minute,
);
