import type { Due } from '../ports-store.ts';
import { StreamId } from '../release/event.ts';
import { reading, run, script, writing } from './connection.ts';
import { type Database, lowestScore } from './database.ts';

const lookedScript = script(`
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end
if ARGV[4] ~= 'any' and (redis.call('ZSCORE', KEYS[2], ARGV[2]) or '') ~= ARGV[4] then return 0 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[2], ARGV[2]) else redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2]) end
return 1
`);

/** When each stream wants a look or a show: sorted sets that appends write and only a look that saw the whole log clears. */
export function redisDue({ redis, keys }: Database): Due {
  return {
    due: async (kind, now, limit, skip = 0) => {
      const found = await reading(redis, () => redis.zrangebyscore(keys.due(kind), '-inf', now, 'LIMIT', skip, limit));
      return found.map((stream) => StreamId.parse(stream));
    },
    looked: async (kind, stream, length, next, seen) => {
      const args = [length, stream, next ?? '', seen === undefined ? 'any' : (seen ?? '')];
      return (await writing(() => run(redis, lookedScript, [keys.stream(stream), keys.due(kind)], args))) === 1;
    },
    at: async (kind, stream) => {
      const score = await reading(redis, () => redis.zscore(keys.due(kind), stream));
      return score === null ? null : Number(score);
    },
    wake: async (kind, stream, at) => {
      await writing(() => redis.zadd(keys.due(kind), at, stream));
    },
    oldest: (kind) => lowestScore(redis, keys.due(kind)),
  };
}
