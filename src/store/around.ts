import type { Store } from '../ports-store.ts';
import type { StreamId } from '../release/event.ts';
import type { LaneKey, ReleaseId } from '../release/ids.ts';
import { releasesIn } from '../release/lane.ts';
import type { ScopeState } from '../release/lane-state.ts';
import { emptyScope, evolveScope } from '../release/scope.ts';
import type { ReleaseState } from '../release/state.ts';
import { releaseStream } from '../release/stream.ts';
import { reading } from './connection.ts';
import { type Database, pipelined, textOrNull, texts } from './database.ts';
import { decodeEntry } from './entries.ts';
import { foldUnlessNewer } from './fold-release.ts';
import { decodeLane } from './lane-codec.ts';

/**
 * Reads a lane with all around it in one round trip: the releases seen there last are asked for at once, and only those that
 * came since need a second one.
 */
export function aroundReader(db: Database): Store['around'] {
  const { redis, keys } = db;
  const seenLast = new Map<LaneKey, readonly ReleaseId[]>();
  return async (key, scopes, also) => {
    const asked = [...new Set([...also, ...(seenLast.get(key) ?? [])])];
    const streams = [...scopes, ...asked.map(releaseStream)];
    const [doc, ...logs] = await reading(redis, () =>
      pipelined(redis, [null, ...streams], (pipeline, stream) =>
        stream === null ? pipeline.hget(keys.lanes, key) : pipeline.lrange(keys.stream(stream), 0, -1),
      ),
    );
    const lane = decodeLane(key, textOrNull(doc));
    const there = releasesIn(lane);
    seenLast.set(key, there);
    const wanted = new Set([...also, ...there]);
    const first = statesOf(asked, logs.slice(scopes.length));
    const rest = await releases(
      db,
      [...wanted].filter((id) => !asked.includes(id)),
    );
    const found = [...first, ...rest].filter(([id]) => wanted.has(id));
    return { lane, scopes: scopes.map((_, at) => scopeOf(logs[at])), releases: new Map(found) };
  };
}

/** Those that exist, in one round trip. One that a newer version wrote to is left out, so that it stops nobody else. */
export async function releases(
  { redis, keys }: Database,
  ids: readonly ReleaseId[],
): Promise<ReadonlyMap<ReleaseId, ReleaseState>> {
  const logs = await reading(redis, () =>
    pipelined(redis, ids, (pipeline, id) => pipeline.lrange(keys.stream(releaseStream(id)), 0, -1)),
  );
  return statesOf(ids, logs);
}

/** Scopes in the order of their streams, in one round trip. */
export async function scopes({ redis, keys }: Database, streams: readonly StreamId[]): Promise<readonly ScopeState[]> {
  const logs = await reading(redis, () =>
    pipelined(redis, streams, (pipeline, stream) => pipeline.lrange(keys.stream(stream), 0, -1)),
  );
  return logs.map(scopeOf);
}

function statesOf(ids: readonly ReleaseId[], logs: readonly unknown[]): ReadonlyMap<ReleaseId, ReleaseState> {
  const found = new Map<ReleaseId, ReleaseState>();
  for (const [place, id] of ids.entries()) {
    const state = foldUnlessNewer(texts(logs[place]));
    if (state !== null) found.set(id, state);
  }
  return found;
}

function scopeOf(log: unknown): ScopeState {
  return texts(log).map(decodeEntry).reduce(evolveScope, emptyScope);
}
