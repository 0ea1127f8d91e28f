import type { LanePolicy } from '../../src/release/lane-policy.ts';

/** A lane where artifacts are copied, `champion` makes them live, and nothing trains, validates or serves. */
export const noWorkings = {
  registryUrl: 'https://mlflow.example',
  alias: 'champion',
  stage: null,
  after: 'registered',
  onward: 'ask',
  trainer: null,
  tolerance: null,
  validate: null,
  serving: null,
  surroundings: { data: null, experiment: null, logLevel: null, prometheus: null },
  alerts: null,
  watching: {
    of: ['data-broken', 'performance', 'errors', 'latency'],
    onBreach: 'ask',
    automates: [],
    countdownMs: 60_000,
    checks: [],
    links: { runbook: null, dashboard: null, ticket: null },
    tell: [],
    second: [],
    remindMs: [900_000, 1_800_000, 3_600_000],
    may: [],
  },
} as const satisfies Partial<LanePolicy>;
