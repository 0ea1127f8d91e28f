import type { Clock, Progress, Registry } from '../ports.ts';
import type { Machinery } from '../ports-machinery.ts';
import type { WorkerCommand } from '../release/command.ts';
import type { ActKind } from '../release/event-step.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import type { StepState } from '../release/state-execution.ts';
import type { Targets } from '../release/targets.ts';
import type { TrainedJudged } from '../release-service/judge-trained.ts';
import type { Lease } from './lease.ts';

/** All that a step may use. */
export interface StepContext {
  readonly release: ReleaseState;
  /** The step itself: how often it was tried, and since when. */
  readonly step: StepState;
  readonly policy: LanePolicy;
  readonly targets: Targets;
  readonly registry: Registry;
  readonly source: Registry;
  readonly lease: Lease;
  readonly progress: Progress;
  /** What trains, validates and serves here. */
  readonly machinery: Machinery;
  readonly now: Clock;
  /** Judges what this execution trained. It only reads, and may take longer than the lease: files are hashed the first time. */
  readonly judge: () => Promise<TrainedJudged>;
}

type JudgedTrained = Omit<Extract<WorkerCommand, { kind: 'judge-trained' }>, 'kind' | 'worker'>;

/** How one attempt ended. Could-not-find-out is not here: that is thrown, and tried again. */
export type StepOutcome =
  | {
      readonly kind: 'done';
      readonly already: boolean;
      readonly version?: Version;
      readonly bytes?: number;
      readonly ref?: string;
    }
  /** It was judged, and the worker writes down what that means: onwards, or back to the people. */
  | { readonly kind: 'judged'; readonly judged: JudgedTrained }
  /** What was written does not read back yet. */
  | { readonly kind: 'again'; readonly code: string; readonly words: string }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly words: string;
      /** What is served, where that was told. */
      readonly served?: Version | null;
    }
  /** The champion is neither where we came from nor where we go. */
  | { readonly kind: 'foreign'; readonly found: Version | null };

/** A step first asks whether it is already done, then acts, then reads back. */
export interface Step {
  readonly kind: ActKind;
  run(context: StepContext): Promise<StepOutcome>;
  /** Missing where the world allows no way back, or needs none. */
  undo?(context: StepContext): Promise<StepOutcome>;
}

export function done(already: boolean): StepOutcome {
  return { kind: 'done', already };
}

/** The version this execution is about; the copy has made it before any later step runs. */
export function versionOf({ targets }: StepContext): Version {
  if (targets.version === null) throw new Error('a step after the copy needs the version that the copy made');
  return targets.version;
}
