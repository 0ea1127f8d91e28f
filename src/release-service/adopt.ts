import type { Delivery, Request } from '../release/command.ts';
import { decideAdopt } from '../release/decide-adopt.ts';
import { championSeen } from './champion-seen.ts';
import type { Deps } from './deps.ts';
import { laneFactsWithPeople } from './facts.ts';
import { commandFor, releaseIdOf } from './ids.ts';
import { laneIn, lanesOfModel } from './resolve.ts';
import { type Written, write } from './write.ts';

/** Asks reviewers to look at what is live and was moved there without us; what is live is read first. */
export async function adopt(
  deps: Deps,
  delivery: Delivery,
  { model, environment, version, reason, via }: Extract<Request, { kind: 'adopt' }>,
): Promise<Written> {
  const { by } = delivery;
  if (by.kind !== 'person') throw new Error('only people adopt');
  const lanes = lanesOfModel(deps.policies, model);
  if (lanes.kind === 'refused') return lanes;
  const policy = laneIn(lanes.found, environment);
  if (policy.kind === 'refused') return policy;
  const { lane, registry } = policy.found;
  const seen = { id: commandFor(`${delivery.id}:seen`, lane), by: { kind: 'registry' as const, name: registry } };
  await championSeen(deps, seen, policy.found);
  const id = releaseIdOf(delivery.id, lane);
  return write(deps, { command: delivery.id, by }, async () => {
    const { facts, lengths } = await laneFactsWithPeople(deps, policy.found, [by.id], []);
    return { decision: decideAdopt(facts, { id, by, version, reason, via }), lengths, lane: facts.lane };
  });
}
