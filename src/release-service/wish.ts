import type { Asked, VersionAsked } from '../ports-releases.ts';
import type { Opening } from '../release/decide-open.ts';
import type { Actor } from '../release/event.ts';
import type { LaneFacts } from '../release/facts.ts';
import { CommandId, type PersonId, Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { askingMs, type Deps } from './deps.ts';
import { laneFactsWithPeople } from './facts.ts';
import { releaseIdOf } from './ids.ts';
import { neverLiveIn } from './path-order.ts';
import { registryOf } from './registry-of.ts';
import { found, laneIn, lanesOfModel, resolveVersion } from './resolve.ts';
import { laneFor } from './source-of.ts';

/** What a person would ask for, resolved to a lane and a number, with all that a decision on it may look at. */
export interface Wish {
  readonly facts: LaneFacts;
  readonly opening: Opening;
}

const asking = CommandId.parse('asked-before-asking');

/** Resolves the words of a promotion that nobody has asked for yet; a run is taken as the next version. Writes nothing. */
export async function wishOf(
  deps: Deps,
  asked: VersionAsked,
  person: PersonId | null,
  run: string | null = null,
): Promise<Asked<Wish>> {
  const lane = await (run === null ? laneFor(deps, asked) : laneOfRun(deps, asked));
  if (lane.kind === 'refused') return lane;
  const version = await (run === null
    ? resolveVersion(deps, lane.found, asked.version)
    : nextVersion(deps, lane.found));
  if (version.kind === 'refused') return version;
  const { facts } = await laneFactsWithPeople(deps, lane.found, person === null ? [] : [person], []);
  const id = releaseIdOf(asking, lane.found.lane);
  const by: Actor = person === null ? { kind: 'signalbox', rule: 'check' } : { kind: 'person', id: person };
  const never = run === null ? await neverLiveIn(deps, lane.found, version.found) : null;
  return found({ facts, opening: { id, by, source: version.found, reason: null, neverLiveIn: never } });
}

/** A run has been nowhere yet: its way begins at the start of the path. */
async function laneOfRun({ policies }: Deps, { model, environment }: VersionAsked): Promise<Asked<LanePolicy>> {
  const lanes = lanesOfModel(policies, model);
  if (lanes.kind === 'refused') return lanes;
  const [first] = lanes.found;
  return environment === null && first !== undefined ? found(first) : laneIn(lanes.found, environment ?? '');
}

/** The number that the registry gives next. */
async function nextVersion(deps: Deps, { source }: LanePolicy): Promise<Asked<Version>> {
  const registry = registryOf(deps.registries, source.registry);
  const [newest] = await registry.versions(source.registeredName, { deadline: deps.clock() + askingMs });
  return found(Version.parse(String(Number(newest?.version ?? 0) + 1)));
}
