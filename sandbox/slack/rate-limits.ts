import type { Clock } from './clock.ts';

/** Slack's tiers; `post` counts per channel, `special` is generous. */
export type Tier = 'tier1' | 'tier2' | 'tier3' | 'tier4' | 'post' | 'special';

/** Calls allowed per minute, and how many of them at once. */
export type Allowance = { readonly perMinute: number; readonly burst: number };

/** What Slack promises: a whole minute's calls may come at once; a channel takes one message a second and short bursts. */
export const ALLOWANCES: Readonly<Record<Tier, Allowance>> = {
  tier1: { perMinute: 1, burst: 1 },
  tier2: { perMinute: 20, burst: 20 },
  tier3: { perMinute: 50, burst: 50 },
  tier4: { perMinute: 100, burst: 100 },
  post: { perMinute: 60, burst: 5 },
  special: { perMinute: 600, burst: 600 },
};

/** Counts calls; answers the seconds to wait, or nothing when the call may go on. */
export type RateLimits = { take(tier: Tier, key: string): number | undefined };

/** Token buckets on the workspace's clock; `off` lets everything through. */
export function rateLimits(clock: Clock, limits: 'off' | Readonly<Partial<Record<Tier, Allowance>>> = {}): RateLimits {
  if (limits === 'off') return { take: () => undefined };
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(tier, key) {
      const { perMinute, burst } = limits[tier] ?? ALLOWANCES[tier];
      const now = clock.now();
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute);
      const allowed = tokens >= 1;
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
      return allowed ? undefined : Math.max(1, Math.ceil(((1 - tokens) * 60) / perMinute));
    },
  };
}
