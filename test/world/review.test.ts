import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyReview, reviewed } from './review-play.ts';
import { runs } from './runs.ts';

const minute = 60_000;

test(
  'rules 1, 2, 3, 6: no clicks, policy changes, pauses, departures, take-backs or acceptances reach an execution without satisfied rules on the final evidence',
  async () => {
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(anyReview, async (review) => {
      const { wrong, company } = await reviewed(review);
      const { chain } = company.world.memory;
      const kinds = new Set(chain.map(({ event }) => event.kind));
      for (const kind of kinds) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      expect(wrong, company.world.trace.join('\n')).toEqual([]);
      expect(company.world.broken).toEqual([]);
    });
    await fc.assert(property, { ...runs(1_000), interruptAfterTimeLimit: 20 * minute, markInterruptAsFailure: true });
    // A run in which nothing happens proves nothing.
    const often = ['execution-started', 'verdicts-accepted', 'approval-taken-back', 'approvals-voided', 'asked-again'];
    expect(often.filter((kind) => (seen.get(kind) ?? 0) < 5)).toEqual([]);
  },
  20 * minute,
);
