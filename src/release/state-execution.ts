import type { Actor } from './event.ts';
import type { Direction, StepKind } from './event-step.ts';
import type { Watched } from './event-training.ts';
import type { PersonId, ReleaseId, Version } from './ids.ts';
import type { Targets } from './targets.ts';

/** One step of an execution, forwards or back. */
export interface StepState {
  readonly kind: StepKind;
  readonly direction: Direction;
  readonly status: 'pending' | 'running' | 'retrying' | 'done' | 'failed';
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly worker: string | null;
  readonly leaseUntil: number | null;
  readonly tookMs: number | null;
  readonly already: boolean;
  /** Bytes that it moved, once it is done. */
  readonly bytes: number | null;
  /** How what it started is found again. */
  readonly ref: string | null;
  /** How what it waits for is, since when it is so, and since when nobody could say; null before anybody looked. */
  readonly watched: {
    readonly state: Watched;
    readonly words: string | null;
    readonly url: string | null;
    readonly since: number;
    /** How often that was written down: the oftener, the longer the next change waits. */
    readonly changes: number;
  } | null;
  readonly progress: { readonly done: number; readonly total: number; readonly unit: 'bytes' | 'files' } | null;
  readonly retry: {
    readonly code: string;
    readonly words: string;
    readonly nextTry: number;
    readonly since: number;
  } | null;
}

export interface Execution {
  readonly startedAt: number;
  readonly targets: Targets;
  readonly approvedBy: readonly PersonId[];
  /** Forward steps in order. */
  readonly steps: readonly StepState[];
  /** Undo steps in order; empty until Stop or Put back. */
  readonly undo: readonly StepState[];
  /** How often a training was let start, from 1: a retry that trains anew counts. */
  readonly trainings: number;
  /** Since when the newest of them may have been started, however often that was tried. */
  readonly trainingSince: number;
  /** The same of validations. */
  readonly validations: number;
  /** What was scored with the version that this rollback takes back: how many runs, null where nobody could tell. */
  readonly scored: { readonly version: Version; readonly total: number | null } | null;
  readonly stop: { readonly by: Actor; readonly at: number; readonly forRollback: ReleaseId | null } | null;
  readonly putBack: { readonly by: Actor; readonly at: number } | null;
}

/** Codes of trainings that are over and made nothing: a Retry after them trains anew. After all others it looks again. */
export const trainsAnewAfter: readonly string[] = [
  'training_failed',
  'training_cancelled',
  'training_lost',
  'training_timeout',
];
