import type { Tokens } from '../ports-store.ts';
import { run, script, writing } from './connection.ts';
import type { Database } from './database.ts';

// The generic cell rate algorithm (ITU-T I.371): `full` is when the bucket will be full again.
const takeScript = script(`
local capacity, interval, now = tonumber(ARGV[1]), 1000 / tonumber(ARGV[2]), tonumber(ARGV[3])
local stored = redis.call('HMGET', KEYS[1], 'full', 'blocked')
local blocked = tonumber(stored[2] or 0)
if blocked > now then return blocked - now end
local since = tonumber(stored[1] or 0)
local polite = tonumber(ARGV[4])
if polite > 0 and since + polite > now then return math.ceil(since + polite - now) end
local full = math.max(since, now) + interval
local wait = math.ceil(full - capacity * interval - now)
if wait > 0 then return wait end
redis.call('HSET', KEYS[1], 'full', string.format('%.3f', full))
redis.call('PEXPIRE', KEYS[1], 86400000)
return 0
`);

const blockScript = script(`
local blocked = math.max(tonumber(redis.call('HGET', KEYS[1], 'blocked') or 0), tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'blocked', blocked)
redis.call('PEXPIRE', KEYS[1], 86400000)
return blocked
`);

/** One token bucket for all processes: it fills evenly and never holds more than its capacity. */
export function redisTokens({ redis, keys }: Database): Tokens {
  return {
    take: async (bucket, capacity, perSecond, now, politeMs = 0) => {
      const asked = [capacity, perSecond, now, politeMs];
      return Number(await writing(() => run(redis, takeScript, [keys.tokens(bucket)], asked)));
    },
    block: async (bucket, until) => {
      await writing(() => run(redis, blockScript, [keys.tokens(bucket)], [until]));
    },
  };
}
