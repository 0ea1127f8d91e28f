import type { Inbox } from '../ports-store.ts';
import { Delivery } from '../release/command.ts';
import { run, script, writing } from './connection.ts';
import { type Database, durably, lowestScore, texts } from './database.ts';

const keptMs = 7 * 24 * 3_600_000;
const claimMs = 30_000;

const takeScript = script(`
if not redis.call('SET', KEYS[1], '', 'NX', 'PX', ARGV[4]) then
  -- A write for WAIT to wait for: whoever hears "seen" is told of something that the replicas have.
  redis.call('SET', KEYS[1], '', 'XX', 'KEEPTTL')
  return 'seen'
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
redis.call('ZADD', KEYS[3], ARGV[2], ARGV[1])
return 'ours'
`);

const orphansScript = script(`
local bodies, taken, claims = KEYS[1], KEYS[2], KEYS[3]
local before, limit, oldest = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
for _, id in ipairs(redis.call('ZRANGEBYSCORE', taken, '-inf', '(' .. oldest)) do
  redis.call('ZREM', taken, id)
  redis.call('ZREM', claims, id)
  redis.call('HDEL', bodies, id)
end
local found = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', taken, '-inf', '(' .. ARGV[1])) do
  if #found == limit then break end
  local claimed = redis.call('ZSCORE', claims, id)
  if not claimed or tonumber(claimed) <= before then
    redis.call('ZADD', claims, ARGV[4], id)
    found[#found + 1] = redis.call('HGET', bodies, id)
  end
end
return found
`);

/** Deliveries in Redis: the mark of each lives seven days, its body until it is done, at most as long. */
export function redisInbox(db: Database): Inbox {
  const { redis, keys } = db;
  const { bodies, taken, claims } = keys.inbox;
  return {
    take: async (delivery) => {
      const args = [delivery.id, delivery.at, JSON.stringify(delivery), keptMs];
      const answer = await durably(db, () => run(redis, takeScript, [keys.delivery(delivery.id), bodies, taken], args));
      return answer === 'ours' ? 'ours' : 'seen';
    },
    done: async (id) => {
      await writing(() => redis.multi().hdel(bodies, id).zrem(taken, id).zrem(claims, id).exec());
    },
    leave: async (id) => {
      await writing(() => redis.zrem(claims, id));
    },
    orphans: async (before, limit) => {
      const args = [before, limit, before - keptMs, before + claimMs];
      const found = await writing(() => run(redis, orphansScript, [bodies, taken, claims], args));
      // One that this version cannot read was made by another one, which will take it up.
      return texts(found).flatMap((text) => Delivery.safeParse(JSON.parse(text)).data ?? []);
    },
    oldest: () => lowestScore(redis, taken),
  };
}
