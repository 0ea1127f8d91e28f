import type { Call } from '../ports.ts';
import type { Watched } from '../release/event-training.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import type { StepState } from '../release/state-execution.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** All that a look at something outside may use. */
export interface AwaitContext {
  readonly deps: WorkerDeps;
  readonly policy: LanePolicy;
  readonly release: ReleaseState;
  readonly step: StepState;
  readonly call: Call;
}

/** How what is waited for is. Could-not-find-out is thrown. `url` is where people look, also once it has ended. */
export type Awaited =
  | { readonly kind: 'still'; readonly state: Watched; readonly words: string | null; readonly url: string | null }
  | { readonly kind: 'come'; readonly url?: string | null }
  /** The other side never took the order, or lost it. */
  | { readonly kind: 'lost'; readonly code: string; readonly words: string; readonly served?: Version | null }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly words: string;
      readonly served?: Version | null;
      readonly url?: string | null;
    };
