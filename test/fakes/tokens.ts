import type { Bucket, Tokens } from '../../src/ports-store.ts';

/** Token buckets in memory. */
export function memoryTokens(): Tokens {
  const buckets = new Map<string, { tokens: number; at: number; blocked: number }>();
  const filled = ({ name, capacity, perSecond }: Bucket, now: number) => {
    const kept = buckets.get(name) ?? { tokens: capacity, at: now, blocked: 0 };
    const at = Math.max(now, kept.at);
    return { ...kept, at, tokens: Math.min(capacity, kept.tokens + ((at - kept.at) * perSecond) / 1_000) };
  };
  const waitFor = (bucket: Bucket, now: number) => {
    const { tokens, blocked } = filled(bucket, now);
    const short = 1 + (bucket.leave ?? 0) - tokens;
    return Math.max(0, blocked - now, Math.ceil((short * 1_000) / bucket.perSecond));
  };
  const takeAll: Tokens['takeAll'] = async (asked, now) => {
    const wait = Math.max(0, ...asked.map((bucket) => waitFor(bucket, now)));
    if (wait > 0) return wait;
    for (const bucket of asked) {
      const kept = filled(bucket, now);
      buckets.set(bucket.name, { ...kept, tokens: kept.tokens - 1 });
    }
    return 0;
  };
  return {
    take: (name, capacity, perSecond, now) => takeAll([{ name, capacity, perSecond }], now),
    takeAll,
    block: async (bucket, until) => {
      const kept = buckets.get(bucket) ?? { tokens: 1, at: 0, blocked: 0 };
      buckets.set(bucket, { ...kept, blocked: Math.max(kept.blocked, until) });
    },
  };
}
