import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress } from 'node:zlib';
import type { TextCache } from '../ports-store.ts';
import { reading, writing } from './connection.ts';
import type { Database } from './database.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
const keptSeconds = 7 * 24 * 3_600;

/** Texts that cost something to make again, for all processes; each is forgotten seven days after it was last put. */
export function redisTextCache({ redis, keys }: Database): TextCache {
  return {
    async get(key) {
      const bytes = await reading(redis, () => redis.getBuffer(keys.cached(key)));
      return bytes === null ? null : (await decompress(bytes)).toString();
    },
    async put(key, text) {
      const bytes = await compress(text);
      await writing(() => redis.set(keys.cached(key), bytes, 'EX', keptSeconds));
    },
  };
}
