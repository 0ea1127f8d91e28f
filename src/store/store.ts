import type { Store } from '../ports-store.ts';
import type { StreamId } from '../release/event.ts';
import { IncidentId, LaneKey, ReleaseId } from '../release/ids.ts';
import { emptyLane } from '../release/lane.ts';
import { emptyScope, evolveScope } from '../release/scope.ts';
import { releaseStream } from '../release/stream.ts';
import { append } from './append.ts';
import { entriesAt, readLanes, referencesIn } from './append-context.ts';
import { aroundReader, releases, scopes } from './around.ts';
import { hasAnchor } from './chain.ts';
import { reading } from './connection.ts';
import type { Database } from './database.ts';
import { decodeEntry, parseHead } from './entries.ts';
import { evidence, putEvidence } from './evidence.ts';
import { foldRelease } from './fold-release.ts';
import { laneAt } from './lane-at.ts';
import { decodeLane } from './lane-codec.ts';

/** The log and all that is derived from it, in Redis. */
export function redisStore(db: Database): Store {
  const { redis, keys } = db;
  const log = (stream: StreamId) => reading(redis, () => redis.lrange(keys.stream(stream), 0, -1));
  const load = async (stream: StreamId) => (await log(stream)).map(decodeEntry);
  return {
    load,
    release: async (id) => foldRelease(await log(releaseStream(id))),
    releases: (ids) => releases(db, ids),
    lane: async (lane) => (await readLanes(db, [lane])).get(lane) ?? emptyLane(lane),
    lanes: async () => {
      const all = Object.entries(await reading(redis, () => redis.hgetall(keys.lanes)));
      return new Map(all.map(([name, text]) => [LaneKey.parse(name), decodeLane(LaneKey.parse(name), text)]));
    },
    laneAt: (lane, at) => laneAt(db, lane, at),
    scope: async (stream) => (await load(stream)).reduce(evolveScope, emptyScope),
    scopes: (streams) => scopes(db, streams),
    around: aroundReader(db),
    append: (batch) => append(db, batch),
    wrote: async (command) => {
      const record = await reading(redis, () => redis.get(keys.command(command)));
      return record === null ? null : entriesAt(db, referencesIn(record));
    },
    history: async (lane, limit) => newest(await reading(redis, () => redis.lrange(keys.history(lane), -limit, -1))),
    incidents: async (lane, limit) =>
      (await reading(redis, () => redis.lrange(keys.incidents(lane), -limit, -1)))
        .map((id) => IncidentId.parse(id))
        .reverse(),
    putEvidence: (digest, document) => putEvidence(db, digest, document),
    evidence: (digest) => evidence(db, digest),
    hasEntry: (seq, hash) => hasAnchor(db, { seq, hash }),
    chainHead: async () => {
      const { seq, hash } = parseHead((await reading(redis, () => redis.get(keys.head))) ?? '');
      return { seq, hash };
    },
  };
}

function newest(ids: readonly string[]): readonly ReleaseId[] {
  return ids.map((id) => ReleaseId.parse(id)).reverse();
}
