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
} as const satisfies Partial<LanePolicy>;
