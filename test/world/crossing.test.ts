import fc from 'fast-check';
import { expect, test } from 'vitest';
import { play } from './play.ts';
import { calmPlay, runs } from './runs.ts';

const minute = 60_000;

test(
  'rules 4, 5, 7, 9: in whatever order clicks, webhooks, polls and looks cross each other, all comes to an end',
  async () => {
    const property = fc.asyncProperty(calmPlay, async (one) => {
      const { world, wrong } = await play(one);
      expect(wrong).toEqual([]);
      // Nobody interfered and nothing broke: then nothing can have failed, and no move was foreign.
      const kinds = world.memory.chain.map(({ event }) => event.kind);
      expect(kinds.filter((kind) => kind === 'failed' || kind === 'moved-outside')).toEqual([]);
    });
    await fc.assert(property, { ...runs(1_000), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
  },
  20 * minute,
);

test('the same play is the same to the letter', async () => {
  const one = { seed: 7, ticks: 600, baseline: true };
  const bad = { crashes: true, outages: true, losses: true, outsiders: true, clockJumps: true };
  const [first, second] = [await play({ ...one, ...bad }), await play({ ...one, ...bad })];
  expect(second.world.trace).toEqual(first.world.trace);
  expect(second.world.memory.chain).toEqual(first.world.memory.chain);
});
