import type { Delivery, Request } from '../release/command.ts';
import { decideTrustBaseline } from '../release/decide-lane.ts';
import { readChampion } from './champion-seen.ts';
import type { Deps } from './deps.ts';
import { laneFactsWithPeople } from './facts.ts';
import { laneIn, lanesOfModel } from './resolve.ts';
import { type Written, write } from './write.ts';

/** Names what is live as trusted, if it is what is live: the registry is asked. */
export async function trustBaseline(
  deps: Deps,
  delivery: Delivery,
  { model, environment, version }: Extract<Request, { kind: 'trust-baseline' }>,
): Promise<Written> {
  const { by } = delivery;
  if (by.kind !== 'person') throw new Error('only people trust a baseline');
  const lanes = lanesOfModel(deps.policies, model);
  if (lanes.kind === 'refused') return lanes;
  const policy = laneIn(lanes.found, environment);
  if (policy.kind === 'refused') return policy;
  return write(deps, { command: delivery.id, by }, async () => {
    const { facts, lengths } = await laneFactsWithPeople(deps, policy.found, [by.id], []);
    const champion = await readChampion(deps, policy.found);
    return { decision: decideTrustBaseline(facts, by.id, champion, version), lengths, lane: facts.lane };
  });
}
