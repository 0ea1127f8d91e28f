import type { Need } from '../gates/gate.ts';
import type { ModelThere } from '../release/gate-facts.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { readChampion } from './champion-seen.ts';
import type { Deps } from './deps.ts';

/** Whether the models that gates name are live where the candidate goes, as the log tells; where nobody looked yet, as the registry does. */
export async function modelsThere(
  deps: Deps,
  { environment }: Pick<LanePolicy, 'environment'>,
  needs: readonly Need[],
): Promise<ReadonlyMap<string, ModelThere>> {
  const names = new Set(needs.flatMap((need) => (need.kind === 'live-model' ? [need.model] : [])));
  const told = await Promise.all(
    [...names].map(async (model): Promise<[string, ModelThere]> => [model, await there(deps, model, environment)]),
  );
  return new Map(told);
}

async function there(deps: Deps, model: string, environment: string): Promise<ModelThere> {
  const policy = deps.policies.lane(model, environment);
  if (policy === null) return { kind: 'no-lane' };
  const { live, since } = await deps.store.lane(policy.lane);
  const version = live === null && since === null ? await readChampion(deps, policy) : (live?.version ?? null);
  return version === null ? { kind: 'not-live', environment } : { kind: 'live', environment, version };
}
