import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlertPlay, playAlerts } from './alerts.ts';
import { runs } from './runs.ts';

const minute = 60_000;
const often = fc.boolean();

const anyPlay: fc.Arbitrary<AlertPlay> = fc.record({
  seed: fc.nat(),
  ticks: fc.integer({ min: 100, max: 900 }),
  crashes: often,
  outages: often,
  losses: often,
  outsiders: often,
  clockJumps: often,
});

test(
  'whatever breaks: one incident of a kind, and a countdown ends in one rollback or in none, never after Cancel',
  async () => {
    const seen = new Set<string>();
    const property = fc.asyncProperty(anyPlay, async (one) => {
      const { world, wrong } = await playAlerts(one);
      for (const { event, by } of world.memory.chain)
        seen.add(event.kind === 'opened' && by.kind === 'signalbox' ? `opened by ${by.rule}` : event.kind);
      expect(wrong).toEqual([]);
    });
    await fc.assert(property, { ...runs(120), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
    for (const kind of ['opened by auto-rollback', 'countdown-cancelled', 'incident-ended', 'incident-reminded'])
      expect([...seen]).toContain(kind);
  },
  20 * minute,
);
