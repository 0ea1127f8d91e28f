import type { Entry } from '../release/event.ts';
import { type LaneKey, ReleaseId } from '../release/ids.ts';
import { emptyLane } from '../release/lane.ts';
import type { LaneState } from '../release/lane-state.ts';
import { laneStream, releaseStream } from '../release/stream.ts';
import { reading } from './connection.ts';
import { type Database, pipelined, texts } from './database.ts';
import { derive } from './derive.ts';
import { decodeEntry } from './entries.ts';

/** A lane as it was at one moment, folded from everything that had happened there by then. */
export async function laneAt(db: Database, lane: LaneKey, at: number): Promise<LaneState> {
  const ids = await reading(db.redis, () => db.redis.lrange(db.keys.history(lane), 0, -1));
  const streams = [laneStream(lane), ...ids.map((id) => releaseStream(ReleaseId.parse(id)))];
  const logs = await reading(db.redis, () =>
    pipelined(db.redis, streams, (pipeline, stream) => pipeline.lrange(db.keys.stream(stream), 0, -1)),
  );
  const entries = logs.flatMap((log) => texts(log).map(decodeEntry)).filter((entry) => entry.at <= at);
  return foldLane(
    lane,
    entries.toSorted((a, b) => a.seq - b.seq),
  );
}

function foldLane(lane: LaneKey, entries: readonly Entry[]): LaneState {
  return derive({ releases: new Map(), lanes: new Map() }, entries).lanes.get(lane) ?? emptyLane(lane);
}
