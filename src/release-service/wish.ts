import type { Asked, VersionAsked } from '../ports-releases.ts';
import type { Opening } from '../release/decide-open.ts';
import type { LaneFacts } from '../release/facts.ts';
import { CommandId, type PersonId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Deps } from './deps.ts';
import { laneFactsWithPeople } from './facts.ts';
import { releaseIdOf } from './ids.ts';
import { found, laneIn, lanesOfModel, nextLane, resolveVersion } from './resolve.ts';

/** What a person would ask for, resolved to a lane and a number, with all that a decision on it may look at. */
export interface Wish {
  readonly facts: LaneFacts;
  readonly opening: Opening;
}

const asking = CommandId.parse('asked-before-asking');

/** Resolves the words of a promotion that nobody has asked for yet. Writes nothing. */
export async function wishOf(deps: Deps, asked: VersionAsked, person: PersonId): Promise<Asked<Wish>> {
  const lane = await laneOf(deps, asked);
  if (lane.kind === 'refused') return lane;
  const version = await resolveVersion(deps, lane.found, asked.version);
  if (version.kind === 'refused') return version;
  const { facts } = await laneFactsWithPeople(deps, lane.found, [person], []);
  const id = releaseIdOf(asking, lane.found.lane);
  return found({ facts, opening: { id, by: { kind: 'person', id: person }, source: version.found, reason: null } });
}

async function laneOf(deps: Deps, { model, environment, version }: VersionAsked): Promise<Asked<LanePolicy>> {
  const lanes = lanesOfModel(deps.policies, model);
  if (lanes.kind === 'refused') return lanes;
  return environment === null ? nextLane(deps, lanes.found, version) : laneIn(lanes.found, environment);
}
