import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlertPlay, playAlerts } from './alerts.ts';
import { runs } from './runs.ts';

const minute = 60_000;
const sometimes = fc.boolean();

const anyPlay: fc.Arbitrary<AlertPlay> = fc.record({
  seed: fc.nat(),
  ticks: fc.integer({ min: 100, max: 900 }),
  crashes: sometimes,
  outages: sometimes,
  losses: sometimes,
  outsiders: sometimes,
  clockJumps: sometimes,
});

test(
  'whatever breaks: one incident of a kind, and a countdown ends in one rollback or in none, never after Cancel',
  async () => {
    const seen = new Set<string>();
    const property = fc.asyncProperty(anyPlay, async (one) => {
      const { world, wrong } = await playAlerts(one);
      for (const { event, by } of world.memory.chain)
        seen.add(event.kind === 'opened' && by.kind === 'signalbox' ? `opened by ${by.rule}` : event.kind);
      for (const { opened, phase } of world.memory.releases.values())
        if (opened.by.kind === 'signalbox' && opened.by.rule === 'auto-rollback') seen.add(`went back: ${phase}`);
      expect(wrong).toEqual([]);
    });
    await fc.assert(property, { ...runs(120), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
    const often = ['opened by auto-rollback', 'went back: verified', 'countdown-cancelled', 'incident-ended'];
    for (const kind of [...often, 'incident-reminded', 'incident-answered']) expect([...seen]).toContain(kind);
  },
  20 * minute,
);
