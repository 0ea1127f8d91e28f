import type { Tokens } from '../ports-store.ts';
import { run, script, writing } from './connection.ts';
import type { Database } from './database.ts';

// The generic cell rate algorithm (ITU-T I.371): `full` is when the bucket will be full again. `wanted0` and `wanted1` are
// until when those of a higher rank leave the next one to somebody who was refused, and needs as long to come back.
const takeScript = script(`
local now, longest, fulls = tonumber(ARGV[1]), 0, {}
for place, key in ipairs(KEYS) do
  local at = 4 * place - 1
  local capacity, interval, polite = tonumber(ARGV[at]), 1000 / tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local rank, stored = tonumber(ARGV[at + 3]), redis.call('HMGET', key, 'full', 'blocked', 'wanted0', 'wanted1')
  local since, blocked = tonumber(stored[1] or 0), tonumber(stored[2] or 0)
  fulls[place] = math.max(since, now) + interval
  local wait = math.max(blocked - now, math.ceil(fulls[place] - capacity * interval - now))
  if polite > 0 then wait = math.max(wait, math.ceil(since + polite - now)) end
  for before = 0, rank - 1 do wait = math.max(wait, tonumber(stored[3 + before] or 0) - now) end
  local back = now + wait + tonumber(ARGV[2])
  if wait > 0 and rank < 2 and tonumber(stored[3 + rank] or 0) + 100 < back then redis.call('HSET', key, 'wanted' .. rank, back) end
  longest = math.max(longest, wait)
end
if longest > 0 then return longest end
for place, key in ipairs(KEYS) do
  redis.call('HSET', key, 'full', string.format('%.3f', fulls[place]))
  redis.call('PEXPIRE', key, 86400000)
end
return 0
`);

const blockScript = script(`
local blocked = math.max(tonumber(redis.call('HGET', KEYS[1], 'blocked') or 0), tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'blocked', blocked)
redis.call('PEXPIRE', KEYS[1], 86400000)
return blocked
`);

/** How late somebody who was refused may come back and still be first: a pump's turn, and a queue. */
const comeBackMs = 1_000;

/** Token buckets for all processes: each fills evenly and never holds more than its capacity. */
export function redisTokens({ redis, keys }: Database): Tokens {
  const takeAll: Tokens['takeAll'] = async (buckets, now) => {
    const asked = buckets.flatMap(({ capacity, perSecond, politeMs = 0, leave = 0, rank }) => [
      capacity - leave,
      perSecond,
      politeMs,
      rank ?? (politeMs > 0 || leave > 0 ? 2 : 0),
    ]);
    const names = buckets.map(({ name }) => keys.tokens(name));
    return Number(await writing(() => run(redis, takeScript, names, [now, comeBackMs, ...asked])));
  };
  return {
    take: (name, capacity, perSecond, now, politeMs = 0) => takeAll([{ name, capacity, perSecond, politeMs }], now),
    takeAll,
    block: async (bucket, until) => {
      await writing(() => run(redis, blockScript, [keys.tokens(bucket)], [until]));
    },
  };
}
