import { lanePolicy, lanesOf } from '../../src/policy/lane-policy.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import type { Policies } from '../../src/ports.ts';

/** A policy document, in force as number 1. Throws when it has problems. */
export function policiesOf(text: string): Policies {
  const parsed = parsePolicy(text, 'policy.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { policy } = parsed;
  const lanes = lanesOf(policy).map(({ model, environment }) => lanePolicy(policy, 1, model, environment));
  return {
    number: () => 1,
    lane: (model, environment) => lanes.find((one) => one.model === model && one.environment === environment) ?? null,
    lanes: () => lanes,
    models: () => Object.keys(policy.models),
    environments: () => Object.keys(policy.environments),
    admin: () => policy.admin,
  };
}
