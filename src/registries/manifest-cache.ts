import { z } from 'zod';
import type { TextCache } from '../ports-store.ts';
import { Digest } from '../release/ids.ts';
import type { HashedFile } from './manifest.ts';

/** What was once read of a version's bytes: they do not change, so nobody needs to read them twice. */
export interface Hashed {
  readonly files: readonly HashedFile[];
  /** The text of the file that describes the model, where there is one. */
  readonly description: string | null;
  /** Texts of the files that name the model's environment, by path; missing in what older versions kept. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
  /** False while files are missing still: a reader whose time was up leaves what it has to the next one. */
  readonly complete: boolean;
}

/** Where hashed versions are kept. Keys hold everything that names the bytes; a miss costs a download. */
export interface ManifestCache {
  get(key: Digest): Promise<Hashed | null>;
  put(key: Digest, hashed: Hashed): Promise<void>;
}

/** Keeps the last `most` versions in this process. */
export function memoryCache(most = 500): ManifestCache {
  const kept = new Map<Digest, Hashed>();
  return {
    get: async (key) => kept.get(key) ?? null,
    async put(key, hashed) {
      kept.delete(key);
      kept.set(key, hashed);
      for (const oldest of kept.keys()) {
        if (kept.size <= most) return;
        kept.delete(oldest);
      }
    },
  };
}

const Stored: z.ZodType<Hashed> = z.object({
  files: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: Digest })),
  description: z.string().nullable(),
  texts: z.record(z.string(), z.string()).optional(),
  complete: z.boolean(),
});

/** Keeps versions in this process and, for all others, where `texts` keeps them: whoever takes a step over need not read gigabytes again. */
export function sharedCache(texts: TextCache, near: ManifestCache = memoryCache()): ManifestCache {
  return {
    async get(key) {
      const here = await near.get(key);
      if (here?.complete) return here;
      const text = await texts.get(key);
      if (text === null) return here;
      const there = Stored.parse(JSON.parse(text));
      await near.put(key, there);
      return there;
    },
    async put(key, hashed) {
      await near.put(key, hashed);
      await texts.put(key, JSON.stringify(hashed));
    },
  };
}
