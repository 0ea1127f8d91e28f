import { z } from 'zod';
import { on } from './event-of.ts';
import { StepKind } from './event-step.ts';
import { Findings } from './evidence.ts';
import { Digest, Instant, ReleaseId, Version } from './ids.ts';

/** Why approvals count no more. `trained-for-review`: nobody had been asked yet, and now there is something to decide on. */
export const VoidCause = z.enum([
  'evidence-changed',
  'champion-moved',
  'no-longer-counts',
  'acceptance-no-longer-counts',
  'trained-differs',
  'trained-for-review',
]);

/** How something outside is, that a step waits for: a training, a validation, a scoring job, a serving. */
export const Watched = z.enum(['queued', 'running', 'waiting', 'busy', 'moving', 'unreachable']);
export type Watched = z.infer<typeof Watched>;

/** What happens while an execution waits for others, with what they made, and where it goes from there. */
export const trainingEvents = [
  /** Written when it changes, never once a look. `words` are from outside. */
  on('step-watched', {
    step: StepKind,
    attempt: z.number().int().positive(),
    state: Watched,
    words: z.string().nullable(),
    url: z.string().nullable(),
  }),
  /** After a rollback: the scoring runs that used the version which was taken back; `words` says why nobody could tell. */
  on('scored-noted', {
    version: Version,
    since: Instant,
    runs: z.array(z.object({ id: z.string(), at: Instant, url: z.string().nullable() })),
    /** How many there are: `runs` are the newest of them. */
    total: z.number().int().nonnegative(),
    words: z.string().nullable(),
  }),
  /** What was really trained passed its gates and lies within the band: the execution goes on with it. */
  on('trained-judged', {
    evidence: Digest,
    candidate: z.object({ version: Version, artifacts: Digest }),
    champion: Version.nullable(),
    findings: Findings,
    /** Written to the version beside those of the execution's targets. */
    tags: z.record(z.string(), z.string()),
  }),
  /** `onward`: the next environment of the path is asked for by itself. */
  on('verified', { onward: z.literal('auto').optional() }),
  /** What going onward by itself came to: the release it opened, or why it opened none. */
  on('continued', { release: ReleaseId.nullable(), words: z.string() }),
] as const;
