import { checks } from '../health/checks.ts';
import { type HealthServer, healthServer } from '../health.ts';
import type { Registry } from '../ports.ts';
import { backlog } from '../store/backlog.ts';
import { checkRedis } from '../store/check-redis.ts';
import { redisTime } from '../store/redis-time.ts';
import type { Foundation } from './foundation.ts';
import type { Connected } from './registries.ts';
import type { SlackSide } from './slack.ts';
import { version } from './version.ts';

/** Version of the log's entries that this process writes. */
const logVersion = '1';

/** `/healthz`, `/readyz` and `/metrics` of this process. */
export function healthOf(
  base: Foundation,
  slack: SlackSide,
  { connected, number }: { connected(): ReadonlyMap<string, Connected>; number(): number },
): HealthServer {
  const { config, redis, db, metrics, clock, log } = base;
  const asked = checks({
    clock,
    redisProblems: () => checkRedis(redis, config.REDIS_REPLICAS),
    redisTime: () => redisTime(redis),
    backlog: () => backlog(db, clock()),
    policyHere: number,
    slack: async () => {
      const { team, user } = await slack.clients.reads.auth.test();
      return { team: team ?? 'unknown', user: user ?? 'unknown' };
    },
    registries: () => new Map([...connected()].flatMap(reachable)),
  });
  const versions = { signalbox: version, node: process.versions.node, log: logVersion };
  return healthServer({ port: config.HEALTH_PORT, checks: asked, versions, metrics, log });
}

/** What this process may ask. */
function reachable([name, { registry, access }]: readonly [string, Connected]): [string, Registry][] {
  return access === 'none' ? [] : [[name, registry]];
}
