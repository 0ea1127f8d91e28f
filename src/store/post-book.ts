import { z } from 'zod';
import type { PostBook, Posted } from '../ports-store.ts';
import { Digest } from '../release/ids.ts';
import { reading, run, script, writing } from './connection.ts';
import type { Database } from './database.ts';

const releaseScript = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`);

const intended = '';
const Stored = z.tuple([z.string(), z.string(), Digest]);

/** What was posted where, a hash for each stream: `channel ts digest`, or nothing while a post is on its way. */
export function redisPostBook({ redis, keys }: Database): PostBook {
  return {
    of: async (stream) => {
      const all = await reading(redis, () => redis.hgetall(keys.posts(stream)));
      const sent = Object.entries(all).filter(([, text]) => text !== intended);
      return new Map(sent.map(([key, text]) => [key, decode(text)]));
    },
    claim: async (stream, holder, ms) =>
      (await writing(() => redis.set(keys.posting(stream), holder, 'PX', ms, 'NX'))) === 'OK',
    release: async (stream, holder) => {
      await writing(() => run(redis, releaseScript, [keys.posting(stream)], [holder]));
    },
    intend: async (stream, key) =>
      (await writing(() => redis.hsetnx(keys.posts(stream), key, intended))) === 1 ? 'first' : 'unknown-outcome',
    put: async (stream, key, posted) => {
      await writing(() => redis.hset(keys.posts(stream), key, encode(posted)));
    },
    forget: async (stream, key) => {
      await writing(() => redis.hdel(keys.posts(stream), key));
    },
  };
}

function encode({ channel, ts, shown }: Posted): string {
  return `${channel} ${ts} ${shown}`;
}

function decode(text: string): Posted {
  const [channel, ts, shown] = Stored.parse(text.split(' '));
  return { channel, ts, shown };
}
