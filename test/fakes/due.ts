import type { Due } from '../../src/ports-store.ts';
import type { Memory } from './memory.ts';

/** Due times in memory. */
export function memoryDue({ due, streams }: Memory): Due {
  return {
    due: async (kind, now, limit, skip = 0) =>
      [...due[kind]]
        .filter(([, at]) => at <= now)
        .sort(([a, first], [b, second]) => first - second || (a < b ? -1 : 1))
        .slice(skip, skip + limit)
        .map(([stream]) => stream),
    looked: async (kind, stream, length, next, seen) => {
      if ((streams.get(stream)?.length ?? 0) !== length) return false;
      if (seen !== undefined && (due[kind].get(stream) ?? null) !== seen) return false;
      if (next === null) due[kind].delete(stream);
      else due[kind].set(stream, next);
      return true;
    },
    at: async (kind, stream) => due[kind].get(stream) ?? null,
    wake: async (kind, stream, at) => {
      due[kind].set(stream, at);
    },
    oldest: async (kind) => (due[kind].size === 0 ? null : Math.min(...due[kind].values())),
  };
}
