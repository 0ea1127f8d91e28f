import { z } from 'zod';
import { on } from './event-of.ts';
import { Instant, PersonId } from './ids.ts';

/** Why nothing moves although nothing is wrong. */
export const WaitCause = z.enum(['paused', 'lane-busy', 'people-unread', 'registry-unreachable']);
export type WaitCause = z.infer<typeof WaitCause>;

/** What happens while a release waits for a pause, the lane, or people. */
export const waitingEvents = [
  /** `scope` is what is paused, `by` the person who paused it. */
  on('waiting', {
    cause: WaitCause,
    words: z.string(),
    until: Instant.nullable(),
    scope: z.string().optional(),
    by: PersonId.optional(),
  }),
  /** What kept the review waiting is over: approvals are asked for. */
  on('asked-again', {}),
  /** Those whose approval is missing were reminded, for the `round`th time. */
  on('reminded', { round: z.number().int().positive(), people: z.array(PersonId) }),
] as const;
