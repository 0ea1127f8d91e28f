import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RegistryBook, SeenModel } from '../ports-store.ts';
import { Version } from '../release/ids.ts';
import { reading, run, script } from './connection.ts';
import { type Database, durably } from './database.ts';

const putScript = script(`
local stored = redis.call('GET', KEYS[1])
if (stored and redis.sha1hex(stored) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`);

const Stored = z.array(
  z.tuple([
    z.string(),
    z.object({ newest: Version.nullable(), aliases: z.record(z.string(), Version), moves: z.number().int() }),
  ]),
);

/** What each registry held at the last poll, one document a registry. */
export function redisRegistryBook(db: Database): RegistryBook {
  const { redis, keys } = db;
  // Compared is the text that was read: what another version wrote need not be what this one would write.
  const texts = new WeakMap<ReadonlyMap<string, SeenModel>, string>();
  return {
    seen: async (registry) => {
      const text = await reading(redis, () => redis.get(keys.registry(registry)));
      if (text === null) return null;
      const models = decode(text);
      texts.set(models, text);
      return models;
    },
    put: async (registry, before, after) => {
      const args = [before === null ? '' : sha1(texts.get(before) ?? encode(before)), encode(after)];
      return (await durably(db, () => run(redis, putScript, [keys.registry(registry)], args))) === 1;
    },
  };
}

function decode(text: string): ReadonlyMap<string, SeenModel> {
  return new Map(Stored.parse(JSON.parse(text)).map(([name, model]) => [name, model]));
}

/** The same models give the same text, in whatever order they were read. */
function encode(models: ReadonlyMap<string, SeenModel>): string {
  return JSON.stringify(
    sorted([...models]).map(([name, { newest, aliases, moves }]) => [
      name,
      { newest, aliases: Object.fromEntries(sorted(Object.entries(aliases))), moves },
    ]),
  );
}

function sorted<T>(entries: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
}

// Only to compare two texts inside a Redis script, which knows no other digest.
function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
