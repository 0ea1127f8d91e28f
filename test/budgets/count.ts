import type { Workspace } from '../../sandbox/slack/control/workspace-control.ts';
import type { Meters } from '../../src/ports-meters.ts';

/** What one piece of work costs: round trips to Redis, requests to registries, calls to Slack (answers to people included). */
export interface Cost {
  readonly redis: number;
  readonly registry: number;
  readonly slack: number;
}

/** Meters that do nothing but tell of every request to a registry. */
export function registryMeters(asked: () => void): Meters {
  return {
    step: () => undefined,
    slackCall: () => undefined,
    registryCall: asked,
    webhook: () => undefined,
    request: () => undefined,
  };
}

/** Reads what was spent so far; the difference of two readings is what lies between them. */
export function spending(turns: () => number, asked: () => number, slack: Pick<Workspace, 'traffic'>): () => Cost {
  return () => ({
    redis: turns(),
    registry: asked(),
    slack: slack.traffic().filter(({ direction }) => direction === 'from-app').length,
  });
}

export function between(before: Cost, after: Cost): Cost {
  return {
    redis: after.redis - before.redis,
    registry: after.registry - before.registry,
    slack: after.slack - before.slack,
  };
}

/** What costs more than its budget, or has none: empty when all is well. */
export function over(
  costs: ReadonlyMap<string, Cost>,
  budgets: Readonly<Record<string, readonly [redis: number, registry: number, slack: number]>>,
): readonly string[] {
  return [...costs].flatMap(([what, { redis, registry, slack }]) => {
    const budget = budgets[what];
    if (budget === undefined) return [`${what}: no budget for ${redis}, ${registry}, ${slack}`];
    const spent = [redis, registry, slack];
    return spent.every((cost, at) => cost <= (budget[at] ?? 0)) ? [] : [`${what}: ${spent} instead of ${budget}`];
  });
}
