import type { Progress, Registry } from '../ports.ts';
import type { StepKind } from '../release/event.ts';
import type { Version } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Targets } from '../release/targets.ts';
import type { Lease } from './lease.ts';

/** All that a step may use. */
export interface StepContext {
  readonly release: ReleaseState;
  readonly targets: Targets;
  readonly registry: Registry;
  readonly source: Registry;
  readonly lease: Lease;
  readonly progress: Progress;
}

/** How one attempt ended. Could-not-find-out is not here: that is thrown, and tried again. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly already: boolean; readonly version?: Version; readonly bytes?: number }
  /** What was written does not read back yet. */
  | { readonly kind: 'again'; readonly code: string; readonly words: string }
  | { readonly kind: 'refused'; readonly code: string; readonly words: string }
  /** The champion is neither where we came from nor where we go. */
  | { readonly kind: 'foreign'; readonly found: Version | null };

/** A step first asks whether it is already done, then acts, then reads back. */
export interface Step {
  readonly kind: StepKind;
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
