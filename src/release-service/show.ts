import type { Asked, VersionCard } from '../ports-releases.ts';
import type { VersionRef } from '../release/command.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import { askingMs, type Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import { found, lanesOfModel, lastLiveLane, no, resolveVersion } from './resolve.ts';

/** A version, as the registry at the start of the model's path knows it; without one named, what is live furthest along the path. */
export async function show(deps: Deps, model: string, version: VersionRef | null): Promise<Asked<VersionCard>> {
  const lanes = lanesOfModel(deps.policies, model);
  if (lanes.kind === 'refused') return lanes;
  const which = version === null ? await liveVersion(deps, model) : await named(deps, lanes.found, version);
  return which.kind === 'refused' ? which : card(deps, lanes.found, which.found);
}

interface Which {
  readonly lane: LanePolicy;
  readonly version: Version;
}

async function liveVersion(deps: Deps, model: string): Promise<Asked<Which>> {
  const lane = await lastLiveLane(deps, { model, environment: null });
  if (lane.kind === 'refused') return lane;
  const { live } = await deps.store.lane(lane.found.lane);
  return live === null ? no({ kind: 'nothing-live', model }) : found({ lane: lane.found, version: live.version });
}

async function named(deps: Deps, lanes: readonly LanePolicy[], version: VersionRef): Promise<Asked<Which>> {
  const lane = lanes[0];
  if (lane === undefined) throw new Error('a model of the policy has a lane');
  const resolved = await resolveVersion(deps, lane, version);
  return resolved.kind === 'refused' ? resolved : found({ lane, version: resolved.found });
}

async function card(deps: Deps, lanes: readonly LanePolicy[], { lane, version }: Which): Promise<Asked<VersionCard>> {
  const { model, environment, registeredName } = lane;
  const registry = registryOf(deps.registries, lane.registry);
  const facts = await registry.facts(registeredName, version, { deadline: deps.clock() + askingMs });
  if (facts === null) return no({ kind: 'unknown-version', model, environment, asked: `v${version}`, near: [] });
  return found({ model, environment, facts, releases: await releasesOf(deps, lanes, lane, version) });
}

/** Releases that brought this version anywhere on the path, newest first. */
async function releasesOf(
  deps: Deps,
  lanes: readonly LanePolicy[],
  lane: LanePolicy,
  version: Version,
): Promise<readonly ReleaseState[]> {
  const ids = await Promise.all(lanes.map((one) => deps.store.history(one.lane, 50)));
  const states = await deps.store.releases(ids.flat());
  const is = (state: ReleaseState) =>
    (state.environment === lane.environment && state.version === version) ||
    (state.source.environment === lane.environment && state.source.version === version);
  return [...states.values()].filter(is).sort((a, b) => b.opened.at - a.opened.at);
}
