import type { Tokens } from '../../src/ports-store.ts';

/** Token buckets in memory. */
export function memoryTokens(): Tokens {
  const buckets = new Map<string, { tokens: number; at: number; blocked: number }>();
  return {
    take: async (bucket, capacity, perSecond, now) => {
      const kept = buckets.get(bucket) ?? { tokens: capacity, at: now, blocked: 0 };
      if (kept.blocked > now) return kept.blocked - now;
      const at = Math.max(now, kept.at);
      const tokens = Math.min(capacity, kept.tokens + ((at - kept.at) * perSecond) / 1_000);
      const taken = tokens >= 1;
      buckets.set(bucket, { ...kept, at, tokens: taken ? tokens - 1 : tokens });
      return taken ? 0 : Math.ceil(((1 - tokens) * 1_000) / perSecond);
    },
    block: async (bucket, until) => {
      const kept = buckets.get(bucket) ?? { tokens: 1, at: 0, blocked: 0 };
      buckets.set(bucket, { ...kept, blocked: Math.max(kept.blocked, until) });
    },
  };
}
