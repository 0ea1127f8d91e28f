import { z } from 'zod';
import { Actor } from './event.ts';
import type { WaitCause } from './event-waiting.ts';
import {
  CommandId,
  type Digest,
  IncidentId,
  Instant,
  LaneKey,
  type PersonId,
  ReleaseId,
  ShortDigest,
  Version,
} from './ids.ts';
import { Signal } from './incident/signal.ts';
import type { RecordEvidence } from './record-evidence.ts';
import type { StepCommand } from './step-command.ts';
import type { Targets } from './targets.ts';

function to<K extends string, S extends z.ZodRawShape>(kind: K, shape: S) {
  return z.object({ kind: z.literal(kind), ...shape });
}

const release = { release: ReleaseId };
const incident = { incident: IncidentId, lane: LaneKey };

/** A version as people write it: a number or an alias. */
export const VersionRef = z.union([
  z.object({ kind: z.literal('number'), version: Version }),
  z.object({ kind: z.literal('alias'), alias: z.string() }),
]);
export type VersionRef = z.infer<typeof VersionRef>;

/** What people and registries ask for, as it is stored in the inbox: small, and parsed again when read. */
export const Request = z.discriminatedUnion('kind', [
  to('promote', {
    model: z.string(),
    version: VersionRef.nullable(),
    environment: z.string().nullable(),
    reason: z.string().nullable(),
    /** A commit or tag in place of a version: what was trained at it where the promotion comes from. */
    at: z.string().optional(),
    /** A version of the target's own registry that was trained before: used, and nothing is trained. */
    reuse: Version.optional(),
    /** What asks on the person's behalf, for example `ci`. */
    via: z.string().optional(),
    /** What becomes of the pause that a rollback left: it ends with this request, or it is waited for. Left out, the person is asked. */
    afterRollback: z.enum(['resume', 'wait']).optional(),
  }),
  to('roll-back', {
    model: z.string(),
    version: Version.nullable(),
    environment: z.string().nullable(),
    reason: z.string(),
    /** Trains the target's commit once more, in place of putting its version back. */
    retrain: z.boolean().optional(),
    /** What asks on the person's behalf, for example `cli`. */
    via: z.string().optional(),
  }),
  /** Runs every check of a rollback and moves nothing. */
  to('rehearse', { model: z.string(), version: Version.nullable(), environment: z.string().nullable() }),
  /** Asks for reviewers to look at what somebody made live outside: `version` is live there. */
  to('adopt', {
    model: z.string(),
    environment: z.string(),
    version: Version,
    reason: z.string().nullable(),
    via: z.string().optional(),
  }),
  to('break-glass', {
    model: z.string(),
    version: VersionRef.nullable(),
    environment: z.string().nullable(),
    reason: z.string(),
  }),
  /** Names the version that is live there as trusted, before Signalbox moved anything itself. */
  to('trust-baseline', { model: z.string(), environment: z.string(), version: Version }),
  /** What one message of an alert source said. */
  to('signals', { source: z.string(), signed: z.boolean(), signals: z.array(Signal).max(500) }),
  to('acknowledge', incident),
  to('snooze', { ...incident, until: Instant }),
  to('dismiss', { ...incident, reason: z.string() }),
  to('cancel-return', incident),
  /** Trains the commit of what is live once more, on today's data, for people to review. */
  to('retrain', {
    model: z.string(),
    environment: z.string().nullable(),
    reason: z.string(),
    incident: IncidentId.optional(),
    /** What asks on the person's behalf, for example `cli`. */
    via: z.string().optional(),
  }),
  to('approve', {
    ...release,
    evidence: ShortDigest,
    note: z.string().nullable(),
    checked: z.array(z.string()).optional(),
  }),
  to('take-back', release),
  to('accept-verdicts', { ...release, evidence: ShortDigest, reason: z.string() }),
  to('close-follow-up', { ...release, note: z.string() }),
  to('reject', { ...release, evidence: ShortDigest, reason: z.string() }),
  to('withdraw', { ...release, reason: z.string().nullable() }),
  to('check-again', release),
  to('stop', release),
  to('retry', release),
  to('put-back', release),
  to('abandon', { ...release, reason: z.string() }),
  to('pause', { scope: z.string(), until: Instant.nullable(), reason: z.string() }),
  to('resume', { scope: z.string(), reason: z.string().nullable() }),
  to('version-registered', { registry: z.string(), name: z.string(), version: Version }),
  to('alias-moved', { registry: z.string(), name: z.string(), alias: z.string(), version: Version.nullable() }),
  /** What trains or validates for this release has news: worth a look, and nothing to believe. */
  to('training-told', { of: ReleaseId }),
]);
export type Request = z.infer<typeof Request>;

/** A request with the delivery that brought it. `where` is the Slack channel it was typed or clicked in. */
export const Delivery = z.object({
  id: CommandId,
  at: Instant,
  by: Actor,
  where: z.string().nullable(),
  request: Request,
  /** A key of theirs proved who this is, on the command line; left out, Slack said so. */
  proof: z.literal('key').optional(),
});
export type Delivery = z.infer<typeof Delivery>;

/** What `decide` is asked, for one existing release, by a person. */
export type ReleaseCommand = Extract<Request, { release: ReleaseId }>;

/** What the worker found or did; `decide` says what may be written down of it. */
export type WorkerCommand =
  | { readonly kind: 'note-gathering'; readonly note: string; readonly unreachable: boolean }
  | RecordEvidence
  | { readonly kind: 'expire' }
  /** Nothing keeps the review waiting any more. */
  | { readonly kind: 'ask-again' }
  /** The `round`th reminder is due; `missing` are the people who could still fill the open seats. */
  | { readonly kind: 'remind'; readonly round: number; readonly missing: readonly PersonId[] }
  /** The rejected version carries the words of its rejection now. */
  | { readonly kind: 'note-told' }
  | { readonly kind: 'follow-up-due'; readonly people: readonly PersonId[] }
  /** What was advised on or observed went live by hand, or the policy's mode is another now. */
  | {
      readonly kind: 'conclude';
      readonly why: 'went-live' | 'mode-changed';
      readonly live: Version | null;
    }
  | {
      readonly kind: 'wait';
      readonly cause: WaitCause;
      readonly words: string;
      readonly until: number | null;
      readonly scope?: string;
      readonly by?: PersonId;
    }
  /** `evidence` is what was read right now; `counting` are the approvals that still satisfy the policy; of break-glass, who asked, while they may. */
  | {
      readonly kind: 'begin-execution';
      readonly evidence: Digest;
      readonly targets: Targets;
      readonly counting: readonly PersonId[];
      /** Who accepted verdicts and still may. */
      readonly accepting: readonly PersonId[];
    }
  | StepCommand
  | { readonly kind: 'end-execution' }
  | { readonly kind: 'end-watch' };
