import type { Actor, ReleaseEvent, Requirements } from './event.ts';
import type { Direction, StepKind } from './event-step.ts';
import type { WaitCause } from './event-waiting.ts';
import type { Findings } from './evidence.ts';
import type { Digest, LaneKey, PersonId, ReleaseId, Version } from './ids.ts';
import type { Execution } from './state-execution.ts';

export const phases = [
  'gathering',
  'blocked',
  'review',
  'approved',
  'executing',
  'watching',
  'verified',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
  'superseded',
  'abandoned',
  'rolled-back',
  'concluded',
] as const;
export type Phase = (typeof phases)[number];

/** Phases in which nothing more can happen, but for `verified`, which a later rollback may still end. */
export const endedPhases: readonly Phase[] = [
  'verified',
  'rejected',
  'withdrawn',
  'expired',
  'superseded',
  'abandoned',
  'rolled-back',
  'concluded',
];

export interface Approval {
  readonly person: PersonId;
  readonly at: number;
  readonly groups: readonly string[];
  readonly note: string | null;
  /** Boxes of the checklist that they ticked. */
  readonly checked: readonly string[];
}

/** Somebody's word that a verdict which could not be told may pass. */
export interface Acceptance {
  readonly person: PersonId;
  readonly at: number;
  readonly gates: readonly string[];
  readonly groups: readonly string[];
  readonly reason: string;
}

/** What has to be looked at afterwards, because one person acted alone. */
export interface FollowUp {
  readonly why: 'break-glass' | 'on-call-rollback';
  /** Who acted; anybody else who approves here may close it. */
  readonly by: Actor;
  readonly openedAt: number;
  readonly dueAt: number;
  readonly overdueTold: boolean;
  readonly closed: { readonly by: Actor; readonly at: number; readonly note: string } | null;
}

/** A release as its log tells it. `length` is the number of entries folded: what the next append expects. */
export interface ReleaseState {
  readonly id: ReleaseId;
  readonly kind: 'promotion' | 'rollback' | 'adoption';
  readonly pattern: 'deploy-model' | 'deploy-code';
  readonly model: string;
  readonly environment: string;
  readonly lane: LaneKey;
  readonly registry: string;
  readonly name: string;
  readonly version: Version | null;
  readonly source: {
    readonly environment: string;
    readonly registry: string;
    readonly name: string;
    readonly version: Version;
  };
  readonly channel: string;
  readonly undoes: ReleaseId | null;
  readonly alone: boolean;
  readonly breakGlass: boolean;
  readonly mode: 'observe' | 'advise' | 'enforce';
  readonly phase: Phase;
  readonly opened: {
    readonly at: number;
    readonly by: Actor;
    readonly reason: string | null;
    readonly via: string | null;
    /** The commit or tag that was asked for; null where a version was named. */
    readonly asked: string | null;
    /** The environment before on the path where it was never live when it was asked for; null where it was, or there is none. */
    readonly neverLiveIn: string | null;
  };
  readonly training: 'reuse' | 'retrain' | null;
  /** How many validations its executions asked for that ended without going live. */
  readonly validated: number;
  /** What this release trained, and the evidence that reviewers had said yes to; null before it did. */
  readonly trained: {
    readonly version: Version;
    readonly at: number;
    readonly commit: string | null;
    readonly reviewed: Digest;
    /** Starts of a training, this one included. */
    readonly trainings: number;
    /** What was found out about it; left out until it was judged. */
    readonly findings?: Findings;
  } | null;
  /** Its environment is verified, and the next one has still to be asked for. */
  readonly continuing: boolean;
  readonly expiresAt: number;
  readonly watchMs: number;
  readonly giveUpAfterMs: number;
  readonly gathering: { readonly note: string; readonly since: number; readonly unreachable: boolean } | null;
  readonly evidence: {
    readonly digest: Digest;
    readonly at: number;
    readonly candidate: { readonly version: Version; readonly artifacts: Digest };
    readonly champion: Version | null;
    readonly policy: Digest;
    readonly findings: Findings;
    readonly requirements: Requirements;
  } | null;
  /** Approvals that count now, oldest first. */
  readonly approvals: readonly Approval[];
  /** Verdicts of this very evidence that somebody let pass. */
  readonly accepted: readonly Acceptance[];
  /** When approvals were first asked for, and how often those missing were reminded since. */
  readonly asked: { readonly at: number; readonly reminders: number } | null;
  readonly followUp: FollowUp | null;
  /** The version itself says how the release ended. */
  readonly toldRegistry: boolean;
  readonly voided: readonly {
    readonly at: number;
    readonly cause: string;
    readonly changes: readonly string[];
    readonly people: readonly PersonId[];
  }[];
  readonly newer: { readonly release: ReleaseId; readonly version: Version } | null;
  readonly waiting: {
    readonly cause: WaitCause;
    readonly words: string;
    readonly until: number | null;
    readonly since: number;
    /** What is paused, and the person who paused it; null where the log does not say. */
    readonly scope: string | null;
    readonly by: PersonId | null;
  } | null;
  readonly execution: Execution | null;
  readonly failure: {
    readonly step: StepKind;
    readonly direction: Direction;
    readonly attempt: number;
    readonly code: string;
    readonly words: string;
    /** What was served then, as the serving told: null is nothing, undefined not known. */
    readonly served: Version | null | undefined;
    readonly at: number;
  } | null;
  readonly live: {
    readonly at: number;
    readonly version: Version;
    readonly replaced: Version | null;
    readonly replacedSince: number | null;
    readonly watchUntil: number;
  } | null;
  /** Who or what ended it, when, with the event that did. */
  readonly ended: { readonly at: number; readonly by: Actor; readonly event: ReleaseEvent } | null;
  readonly length: number;
  readonly lastAt: number;
}
