import { gatesOf } from '../gates/table.ts';
import type { Asked, PolicyShown } from '../ports-releases.ts';
import type { Deps } from './deps.ts';
import { found, laneIn, lanesOfModel } from './resolve.ts';

/** The effective policy of a lane; without an environment, of the last one on the model's path. */
export function policyShown(
  { policies }: Deps,
  model: string,
  environment: string | null,
): Promise<Asked<PolicyShown>> {
  return Promise.resolve(shown({ policies }, model, environment));
}

function shown({ policies }: Pick<Deps, 'policies'>, model: string, environment: string | null): Asked<PolicyShown> {
  const lanes = lanesOfModel(policies, model);
  if (lanes.kind === 'refused') return lanes;
  const lane = laneIn(lanes.found, environment ?? lanes.found.at(-1)?.environment ?? '');
  if (lane.kind === 'refused') return lane;
  const policy = lane.found;
  const gates = gatesOf(policy.gates).map(({ label }, at) => ({
    label,
    mode: policy.gates[at]?.mode ?? { kind: 'block' as const },
  }));
  return found({ policy, gates });
}
