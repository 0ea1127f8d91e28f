import type { TextCache } from '../../src/ports-store.ts';

/** Texts kept in this process. */
export function memoryTexts(): TextCache {
  const kept = new Map<string, string>();
  return {
    get: async (key) => kept.get(key) ?? null,
    put: async (key, text) => void kept.set(key, text),
  };
}
