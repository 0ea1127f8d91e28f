import { isDeepStrictEqual } from 'node:util';
import type { RegistryBook, SeenModel } from '../../src/ports-store.ts';

/** What the poll knows of each registry, in memory. */
export function memoryRegistryBook(): RegistryBook {
  const books = new Map<string, ReadonlyMap<string, SeenModel>>();
  return {
    seen: async (registry) => books.get(registry) ?? null,
    put: async (registry, before, after) => {
      if (!isDeepStrictEqual(books.get(registry) ?? null, before)) return false;
      books.set(registry, structuredClone(after));
      return true;
    },
  };
}
