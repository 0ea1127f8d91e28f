import type { LaneKey } from '../release/ids.ts';
import { emptyLane } from '../release/lane.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { Database } from './database.ts';
import { derive } from './derive.ts';
import { laneEntries } from './lane-entries.ts';

/** A lane as it was at one moment, folded from everything that had happened there by then. */
export async function laneAt(db: Database, lane: LaneKey, at: number): Promise<LaneState> {
  const entries = (await laneEntries(db, lane)).filter((entry) => entry.at <= at);
  return derive({ releases: new Map(), lanes: new Map() }, entries).lanes.get(lane) ?? emptyLane(lane);
}
