import type { ReleaseId } from './ids.ts';
import type { LanePolicy } from './lane-policy.ts';
import type { LaneState, Pause } from './lane-state.ts';
import type { Electorate } from './people.ts';
import type { ReleaseState } from './state.ts';

/** What a decision about a lane may look at; read at one moment, before it. */
export interface LaneFacts {
  readonly lane: LaneState;
  readonly policy: LanePolicy;
  readonly electorate: Electorate;
  /** Pauses of the lane, its environment and its model that hold now. */
  readonly pauses: readonly Pause[];
  /** The lane's open releases, its holder, and the release that brought what is live. */
  readonly others: ReadonlyMap<ReleaseId, ReleaseState>;
  readonly now: number;
}

export interface ReleaseFacts extends LaneFacts {
  readonly state: ReleaseState;
}
