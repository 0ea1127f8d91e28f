import { ReleaseId } from '../release/ids.ts';
import { type Phase, phases } from '../release/state.ts';
import { reading } from './connection.ts';
import type { Database } from './database.ts';

/** Lists of releases, kept by the appends. */
export interface IndexBook {
  /** Of all lanes, newest first. */
  recent(limit: number): Promise<readonly ReleaseId[]>;
  /** Those that have not ended, in no order. */
  open(): Promise<readonly ReleaseId[]>;
  /** How many releases are in each phase, for metrics. */
  counts(): Promise<ReadonlyMap<Phase, number>>;
}

/** The lists in Redis. */
export function redisIndexBook({ redis, keys }: Database): IndexBook {
  const ids = (found: readonly string[]) => found.map((id) => ReleaseId.parse(id));
  return {
    recent: async (limit) => ids(await reading(redis, () => redis.lrange(keys.releases, -limit, -1))).reverse(),
    open: async () => ids(await reading(redis, () => redis.hkeys(keys.open))),
    counts: async () => {
      const stored = await reading(redis, () => redis.hgetall(keys.phases));
      return new Map(phases.map((phase) => [phase, Number(stored[phase] ?? 0)]));
    },
  };
}
