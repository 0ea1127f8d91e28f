import { z } from 'zod';
import { on } from './event-of.ts';
import { Direction, StepKind } from './event-step.ts';
import { trainingEvents, VoidCause } from './event-training.ts';
import { waitingEvents } from './event-waiting.ts';
import { Findings } from './evidence.ts';
import { CommandId, Digest, Instant, LaneKey, PersonId, ReleaseId, Version } from './ids.ts';
import { IncidentEvent } from './incident/event.ts';
import { policyModes } from './lane-policy.ts';
import { ScopeEvent } from './scope-event.ts';
import { Targets } from './targets.ts';

/** Who did it: a person, the registry by its webhook or poll, or Signalbox by a rule. */
export const Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: PersonId }),
  z.object({ kind: z.literal('registry'), name: z.string() }),
  z.object({ kind: z.literal('signalbox'), rule: z.string() }),
]);
export type Actor = z.infer<typeof Actor>;

/** A stored approval rule, as it was in force when the evidence was gathered. */
export const Rule = z.object({ from: z.array(z.string()), min: z.number().int().positive(), required: z.boolean() });

/** What has to be said yes to, fixed together with the evidence. `rules` empty and `automatic` true is `approvals: none`. */
export const Requirements = z.object({
  automatic: z.boolean(),
  rules: z.array(Rule),
  /** Who cannot count, and why ("asked for it", "ran the training"). */
  excluded: z.array(z.object({ person: PersonId, why: z.enum(['requester', 'run-author', 'commit-author']) })),
  /** Identities that should be excluded and that nobody could name; each costs one more approval. */
  unknown: z.array(z.string()),
  extra: z.number().int().nonnegative(),
  /** Boxes that approvers of a group have to tick. */
  checklist: z.record(z.string(), z.array(z.string())).optional(),
});
export type Requirements = z.infer<typeof Requirements>;

const PolicyMode = z.enum(policyModes);

const step = { step: StepKind, direction: Direction, attempt: z.number().int().positive() };

/** Everything that can happen to a release. Old events are read for ever: add a new `v`, never change an old one. */
export const ReleaseEvent = z.discriminatedUnion('kind', [
  on('opened', {
    release: ReleaseId,
    releaseKind: z.enum(['promotion', 'rollback', 'adoption']),
    pattern: z.enum(['deploy-model', 'deploy-code']),
    model: z.string(),
    environment: z.string(),
    lane: LaneKey,
    registry: z.string(),
    name: z.string(),
    /** The version in this environment's own registry; null until the copy has made it. */
    version: Version.nullable(),
    source: z.object({ environment: z.string(), registry: z.string(), name: z.string(), version: Version }),
    reason: z.string().nullable(),
    /** For a rollback: the release whose version is put back out, and whether on-call's word is enough. */
    undoes: ReleaseId.nullable(),
    alone: z.boolean(),
    channel: z.string(),
    expiresAt: Instant,
    watchMs: z.number().int().nonnegative(),
    giveUpAfterMs: z.number().int().positive(),
    /** One person of the break-glass group lets it in alone: gates, quorum and calendar are told and do not hold it. */
    breakGlass: z.boolean().optional(),
    /** `advise` shows a card and moves nothing; `observe` only keeps the record; left out, it is enforced. */
    mode: z.enum(['observe', 'advise']).optional(),
    /** What asked on the person's behalf, for example `ci`; left out when they did it themselves. */
    via: z.string().optional(),
    /** The commit or tag as it was asked for, where no version was named. */
    at: z.string().optional(),
    /** A version that was trained before is used, and nothing is trained; `retrain`: the commit of `source` is trained once more. */
    training: z.enum(['reuse', 'retrain']).optional(),
    /** The environment before this one on the path, where this version was never live when it was asked for. */
    neverLiveIn: z.string().optional(),
  }),
  on('gathering-noted', { note: z.string(), since: Instant, unreachable: z.boolean() }),
  on('evidence-gathered', {
    digest: Digest,
    candidate: z.object({ version: Version, artifacts: Digest }),
    champion: Version.nullable(),
    policy: Digest,
    blocked: z.boolean(),
    findings: Findings,
    requirements: Requirements,
  }),
  on('approved', {
    evidence: Digest,
    groups: z.array(z.string()),
    note: z.string().nullable(),
    checked: z.array(z.string()).optional(),
  }),
  on('approval-taken-back', { evidence: Digest }),
  /** What could not be compared or told is accepted, with a reason; `unblocks` when nothing else keeps it from review. */
  on('verdicts-accepted', {
    evidence: Digest,
    gates: z.array(z.string()),
    groups: z.array(z.string()),
    reason: z.string(),
    unblocks: z.boolean(),
  }),
  on('approvals-voided', {
    cause: VoidCause,
    was: Digest,
    now: Digest.nullable(),
    changes: z.array(z.string()),
    /** Whose approvals; all of them unless people left. */
    people: z.array(PersonId),
    /** Until when people may decide anew: training took its time. Left out, as before. */
    expiresAt: Instant.optional(),
  }),
  on('review-completed', { automatic: z.boolean(), people: z.array(PersonId) }),
  on('newer-ready', { release: ReleaseId, version: Version }),
  on('rejected', { reason: z.string() }),
  /** The version itself now says how the release ended. */
  on('told-registry', {}),
  on('withdrawn', { reason: z.string().nullable() }),
  on('expired', {}),
  on('superseded', { release: ReleaseId, version: Version }),
  ...waitingEvents,
  on('execution-started', { targets: Targets, steps: z.array(StepKind), approvedBy: z.array(PersonId) }),
  on('step-started', { ...step, worker: z.string(), leaseUntil: Instant }),
  on('step-progressed', {
    ...step,
    leaseUntil: Instant,
    done: z.number(),
    total: z.number(),
    unit: z.enum(['bytes', 'files']),
  }),
  on('step-finished', {
    ...step,
    tookMs: z.number().int().nonnegative(),
    /** True when the step found its work already done. */
    already: z.boolean(),
    version: Version.nullable(),
    bytes: z.number().int().nullable(),
    /** How what it started is found again: a training, a validation. */
    ref: z.string().optional(),
  }),
  ...trainingEvents,
  on('step-retrying', { ...step, code: z.string(), words: z.string(), nextTry: Instant, since: Instant }),
  /** `served`: what is served, where the serving told; null is nothing. */
  on('failed', { ...step, code: z.string(), words: z.string(), served: Version.nullable().optional() }),
  on('stop-requested', { forRollback: ReleaseId.nullable() }),
  on('retry-requested', {}),
  on('put-back-requested', {}),
  /** Execution ended without its version live: what was done is undone, or handed over to a rollback. */
  on('stopped', { liveTouched: z.boolean(), live: Version.nullable(), handedTo: ReleaseId.nullable() }),
  on('abandoned', { reason: z.string() }),
  on('went-live', {
    version: Version,
    replaced: Version.nullable(),
    /** Since when that had been live; null when nobody knows. */
    replacedSince: Instant.nullable().default(null),
    watchUntil: Instant,
  }),
  /** Somebody acted alone: another person has to look at it by `dueAt`. */
  on('follow-up-opened', { why: z.enum(['break-glass', 'on-call-rollback']), dueAt: Instant }),
  on('follow-up-overdue', { people: z.array(PersonId) }),
  on('follow-up-closed', { note: z.string() }),
  /** Advice or observation is over: what it was about went live by somebody's hand, or the policy's mode changed. */
  on('concluded', { why: z.enum(['went-live', 'mode-changed']), live: Version.nullable(), mode: PolicyMode }),
  /** `asker` is who asked for the rollback; null for a rule. */
  on('rolled-back', { release: ReleaseId, to: Version, reason: z.string(), asker: PersonId.nullable().default(null) }),
]);
export type ReleaseEvent = z.infer<typeof ReleaseEvent>;

export const Event = z.union([ReleaseEvent, ScopeEvent, IncidentEvent]);
export type Event = ReleaseEvent | ScopeEvent | IncidentEvent;

/** A stream is one release (`r-…`), one incident (`incident:i-…:m/e`), or what lies around: `lane:m/e`, `env:e`, `model:m`, `registry:r`, `policy`. */
export const StreamId = z
  .string()
  .regex(/^(r-[0-9a-hjkmnp-tv-z]{10}|incident:i-[0-9a-hjkmnp-tv-z]{10}:.+|lane:.+|env:.+|model:.+|registry:.+|policy)$/)
  .brand<'StreamId'>();
export type StreamId = z.infer<typeof StreamId>;

/** What is stored and chained, one JSON text an entry. `index` is its position in its stream, from 0; `prev` is the SHA-256 of the exact bytes of entry `seq - 1`. */
export const Entry = z.object({
  seq: z.number().int().positive(),
  stream: StreamId,
  index: z.number().int().nonnegative(),
  at: Instant,
  command: CommandId,
  by: Actor,
  /** Number of the policy in force. */
  policy: z.number().int().nonnegative(),
  prev: Digest,
  event: Event,
});
export type Entry = z.infer<typeof Entry>;

/** What `evolve` needs of an entry. */
export type Happened<E extends Event = Event> = Pick<Entry, 'at' | 'by' | 'index'> & { readonly event: E };
