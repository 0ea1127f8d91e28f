import { z } from 'zod';
import { canonical } from '../evidence/canonical.ts';
import { type Memory, recall, remember } from '../http/remembered.ts';
import type { Clock } from '../ports.ts';
import type { OutsideChecks } from '../ports-outside.ts';
import type { TextCache } from '../ports-store.ts';
import type { CheckAnswer } from '../release/gate-facts.ts';

/** A team's check is not asked the same thing more often than this, however many workers look. */
const answerMs = 2 * 60_000;

const Kept: z.ZodType<CheckAnswer> = z.object({
  status: z.enum(['pass', 'fail', 'cannot-tell']),
  reason: z.string(),
  told: z
    .object({ deployed: z.string().optional(), exists: z.boolean().optional(), updatedAt: z.number().optional() })
    .optional(),
});

/** Checks whose answers count for two minutes for all workers; another document is another question, and `fresh` asks in any case. */
export function rememberedChecks(
  checks: OutsideChecks,
  texts: TextCache,
  now: Clock,
  fresh: 'cached' | 'fresh',
): OutsideChecks {
  const answers: Memory<CheckAnswer> = { texts, now, schema: Kept };
  return {
    async ask(check, document, call) {
      const words = ['outside-check', check.url, canonical(document)];
      const before = await recall(answers, words, fresh === 'fresh' ? 0 : answerMs);
      if (before !== null) return before;
      const answer = await checks.ask(check, document, call);
      await remember(answers, words, answer);
      return answer;
    },
  };
}
