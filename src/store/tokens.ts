import type { Tokens } from '../ports-store.ts';
import { run, script, writing } from './connection.ts';
import type { Database } from './database.ts';

const takeScript = script(`
local capacity, per_ms, now = tonumber(ARGV[1]), tonumber(ARGV[2]) / 1000, tonumber(ARGV[3])
local stored = redis.call('HMGET', KEYS[1], 'tokens', 'at', 'blocked')
local blocked = tonumber(stored[3] or 0)
if blocked > now then return blocked - now end
local at = math.max(now, tonumber(stored[2] or now))
local tokens = math.min(capacity, tonumber(stored[1] or capacity) + (at - tonumber(stored[2] or now)) * per_ms)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) / per_ms) end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', at)
redis.call('PEXPIRE', KEYS[1], 86400000)
return wait
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
    take: async (bucket, capacity, perSecond, now) =>
      Number(await writing(() => run(redis, takeScript, [keys.tokens(bucket)], [capacity, perSecond, now]))),
    block: async (bucket, until) => {
      await writing(() => run(redis, blockScript, [keys.tokens(bucket)], [until]));
    },
  };
}
