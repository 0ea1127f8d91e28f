import type { VersionNote } from '../ports.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { ReleaseState } from '../release/state.ts';

/** A lane with what log and registry know of it. `notes` is null where the registry could not be asked. */
export interface Place {
  readonly policy: LanePolicy;
  readonly lane: LaneState;
  /** Newest first. */
  readonly releases: readonly ReleaseState[];
  readonly notes: readonly VersionNote[] | null;
  readonly unread: string | null;
}
