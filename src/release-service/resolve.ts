import { near } from '../policy/near.ts';
import type { Policies, Registry } from '../ports.ts';
import type { Asked } from '../ports-releases.ts';
import type { VersionRef } from '../release/command.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Refusal } from '../release/outcome.ts';
import { askingMs, type Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import { meantAlias, sourceAlias } from './source-alias.ts';

type Named = { readonly model: string; readonly environment: string | null };

/** The lanes of a model, along its path; refused with near names when there is no such model. */
export function lanesOfModel(policies: Policies, model: string): Asked<readonly LanePolicy[]> {
  const asked = model.toLowerCase();
  const name =
    policies.models().find((one) => one === model) ?? policies.models().find((one) => one.toLowerCase() === asked);
  const lanes = policies.lanes().filter((lane) => lane.model === name);
  if (name !== undefined && lanes.length > 0) return found(lanes);
  return no({ kind: 'unknown-model', asked: model, near: near(model, policies.models()) });
}

/** The lane of a model in a named environment. */
export function laneIn(lanes: readonly LanePolicy[], environment: string): Asked<LanePolicy> {
  const asked = environment.toLowerCase();
  const lane = lanes.find((one) => one.environment.toLowerCase() === asked);
  if (lane !== undefined) return found(lane);
  return no({ kind: 'unknown-environment', asked: environment, possible: lanes.map((one) => one.environment) });
}

/**
 * Omitted for a rollback or a question: the last environment on the path with something live, or with something to put back where
 * somebody took the alias away.
 */
export async function lastLiveLane(deps: Deps, { model, environment }: Named): Promise<Asked<LanePolicy>> {
  const lanes = lanesOfModel(deps.policies, model);
  if (lanes.kind === 'refused') return lanes;
  if (environment !== null) return laneIn(lanes.found, environment);
  const states = await Promise.all(lanes.found.map((lane) => deps.store.lane(lane.lane)));
  const lived = states.map((state) => state.live !== null || state.trusted.length > 0);
  const last = lanes.found.filter((_, at) => lived[at]).at(-1);
  return last === undefined ? no({ kind: 'nothing-live', model }) : found(last);
}

/**
 * Omitted for a promotion: the next environment on the path. That is the one after the furthest where this very version went
 * live, and the first where it has not been anywhere.
 */
export async function nextLane(
  deps: Deps,
  lanes: readonly LanePolicy[],
  version: VersionRef | null,
): Promise<Asked<LanePolicy>> {
  const reached = await Promise.all(lanes.map((lane) => isLive(deps, lane, version)));
  const next = lanes[reached.lastIndexOf(true) + 1];
  const last = lanes.at(-1);
  if (next !== undefined) return found(next);
  return no({ kind: 'end-of-path', model: last?.model ?? '', environment: last?.environment ?? '' });
}

/** Whether what is live in this lane is this version, by the number it has there. */
async function isLive(deps: Deps, lane: LanePolicy, version: VersionRef | null): Promise<boolean> {
  const { live } = await deps.store.lane(lane.lane);
  if (live === null) return false;
  return (
    version === null ||
    (version.kind === 'number' ? version.version === live.version : isLiveAlias(version.alias, lane))
  );
}

function isLiveAlias(typed: string, { alias }: LanePolicy): boolean {
  return meantAlias(typed, alias) === alias;
}

/** The lane as a rollback sees it: versions are those of its own registry. */
export function inPlace(lane: LanePolicy): LanePolicy {
  const { environment, registry, registeredName } = lane;
  return { ...lane, source: { environment, registry, registeredName } };
}

/** A version as typed, in the registry that a promotion to this lane starts from. Omitted: the candidate alias, else what is live there. */
export async function resolveVersion(
  deps: Deps,
  lane: LanePolicy,
  version: VersionRef | null,
): Promise<Asked<Version>> {
  const { registry, registeredName, environment } = lane.source;
  const from = registryOf(deps.registries, registry);
  const call = { deadline: deps.clock() + askingMs };
  if (version?.kind === 'number') return numbered(from, lane, version.version, call);
  const aliases = await from.aliases(registeredName, call);
  const inPlace = environment === lane.environment;
  const there = sourceAlias(deps.policies, lane);
  const wanted = version === null ? ['candidate', ...(inPlace ? [] : [there])] : [meantAlias(version.alias, there)];
  const hit = wanted.map((alias) => aliases?.get(alias)).find((one) => one !== undefined);
  if (hit !== undefined) return found(hit);
  if (version === null) return no({ kind: 'no-version-named', model: lane.model, environment });
  const known = [...(aliases?.keys() ?? [])];
  return no({ kind: 'unknown-version', model: lane.model, environment, asked: version.alias, near: known });
}

async function numbered(
  from: Registry,
  lane: LanePolicy,
  version: Version,
  call: { deadline: number },
): Promise<Asked<Version>> {
  const versions = await from.versions(lane.source.registeredName, call);
  if (versions.some((one) => one.version === version)) return found(version);
  const near = versions.slice(0, 3).map((one) => `v${one.version}`);
  return no({
    kind: 'unknown-version',
    model: lane.model,
    environment: lane.source.environment,
    asked: `v${version}`,
    near,
  });
}

export function found<T>(value: T): Asked<T> {
  return { kind: 'found', found: value };
}

export function no<T>(refusal: Refusal): Asked<T> {
  return { kind: 'refused', refusal };
}
