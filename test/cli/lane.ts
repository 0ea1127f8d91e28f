import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { policiesOf } from '../fakes/policies.ts';
import { productionPolicy } from '../features/gated.ts';

/** The policy of a lane in production. */
export function lanePolicyOf(): LanePolicy {
  const lane = policiesOf(productionPolicy()).lane('churn', 'production');
  if (lane === null) throw new Error('no such lane');
  return lane;
}
