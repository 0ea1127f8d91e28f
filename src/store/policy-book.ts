import { z } from 'zod';
import type { PolicyBook } from '../ports-store.ts';
import { Digest } from '../release/ids.ts';
import { reading, run, script } from './connection.ts';
import { type Database, durably } from './database.ts';

const proposeScript = script(`
local number = tonumber(redis.call('HGET', KEYS[1], 'number') or 0)
if number ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'number', number + 1, 'digest', ARGV[2], 'text', ARGV[3])
return number + 1
`);

const Stored = z.object({ number: z.coerce.number().int(), digest: Digest, text: z.string() });

/** The active policy: one hash, changed by compare-and-set on its number. */
export function redisPolicyBook(db: Database): PolicyBook {
  const { redis, keys } = db;
  return {
    active: async () => {
      const stored = await reading(redis, () => redis.hgetall(keys.policy));
      return stored['number'] === undefined ? null : Stored.parse(stored);
    },
    number: async () => Number((await reading(redis, () => redis.hget(keys.policy, 'number'))) ?? 0),
    propose: async (text, digest, over) => {
      const number = Number(await durably(db, () => run(redis, proposeScript, [keys.policy], [over, digest, text])));
      return number === 0 ? null : { number, digest, text };
    },
  };
}
