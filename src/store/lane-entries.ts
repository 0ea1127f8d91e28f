import type { Entry, StreamId } from '../release/event.ts';
import { IncidentId, type LaneKey, ReleaseId } from '../release/ids.ts';
import { incidentStream, laneStream, releaseStream } from '../release/stream.ts';
import { reading } from './connection.ts';
import { type Database, pipelined, texts } from './database.ts';
import { decodeEntry } from './entries.ts';

/** All that ever happened in a lane, to its releases and in its incidents, and in these streams besides; in the order of the chain. */
export async function laneEntries(
  db: Database,
  lane: LaneKey,
  besides: readonly StreamId[] = [],
): Promise<readonly Entry[]> {
  const { redis, keys } = db;
  const [releases = [], incidents = []] = await reading(redis, () =>
    pipelined(redis, [keys.history(lane), keys.incidents(lane)], (pipeline, key) => pipeline.lrange(key, 0, -1)),
  );
  const streams = [
    laneStream(lane),
    ...texts(releases).map((id) => releaseStream(ReleaseId.parse(id))),
    ...texts(incidents).map((id) => incidentStream(IncidentId.parse(id), lane)),
    ...besides,
  ];
  const logs = await reading(redis, () =>
    pipelined(redis, streams, (pipeline, stream) => pipeline.lrange(keys.stream(stream), 0, -1)),
  );
  return logs.flatMap((log) => texts(log).map(decodeEntry)).toSorted((a, b) => a.seq - b.seq);
}
