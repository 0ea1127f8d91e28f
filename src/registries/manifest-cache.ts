import type { Digest } from '../release/ids.ts';
import type { HashedFile } from './manifest.ts';

/** What was once read of a version's bytes: they do not change, so nobody needs to read them twice. */
export interface Hashed {
  readonly files: readonly HashedFile[];
  /** The text of the file that describes the model, where there is one. */
  readonly description: string | null;
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
