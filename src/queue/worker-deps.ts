import type { ActKind } from '../release/event-step.ts';
import type { Deps } from '../release-service/deps.ts';
import type { MeasureDeps } from './measure.ts';
import type { Step } from './step.ts';

/** What a look stands on. */
export interface WorkerDeps extends Deps, MeasureDeps {
  /** Names this process in leases; unique among all that run. */
  readonly worker: string;
  readonly steps: Readonly<Record<ActKind, Step>>;
  /** A fresh id for each append of a look. */
  readonly newId: () => string;
  /** True once this process was asked to end, and while its clock is off: no new step is begun. */
  readonly stopping: () => boolean;
}
