import { ReleaseError } from '../errors.ts';
import type { Call, VersionNote } from '../ports.ts';
import type { Asked, TraceAsked } from '../ports-releases.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Refusal } from '../release/outcome.ts';
import type { Traced, TracedPlace } from '../release/traced.ts';
import { askingMs, type Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import { found, laneIn, lanesOfModel, no } from './resolve.ts';
import { alongPath, brought, startOf } from './trace-path.ts';
import type { Place } from './traced-place.ts';
import { tracedVersion } from './traced-version.ts';
import { commitNamed, commitsOf, isCommit } from './trained-at.ts';

const mostReleases = 200;
const mostVersions = 50;

/** Where what is live, a version or a commit came from, and where it is: the log first, then each registry, which may be away. */
export async function trace(deps: Deps, asked: TraceAsked): Promise<Asked<Traced>> {
  const lanes = lanesOfModel(deps.policies, asked.model);
  if (lanes.kind === 'refused') return lanes;
  const from = asked.environment === null ? null : laneIn(lanes.found, asked.environment);
  if (from?.kind === 'refused') return from;
  const call = { deadline: deps.clock() + askingMs };
  const places = await Promise.all(lanes.found.map((policy) => placeOf(deps, policy, call)));
  const model = lanes.found[0]?.model ?? asked.model;
  if (asked.at !== null) return byCommit(deps, { model, places, at: asked.at }, call);
  const which = numbersOf(model, places, asked, from?.found ?? null);
  if (which.kind === 'refused') return which;
  const told = places.map((place, at) => tracedPlace(deps, place, which.found[at] ?? [], call));
  return found({ model, commit: null, places: await Promise.all(told) });
}

/** Which versions to tell of in each environment. */
function numbersOf(
  model: string,
  places: readonly Place[],
  asked: TraceAsked,
  from: LanePolicy | null,
): Asked<readonly (readonly Version[])[]> {
  const { version } = asked;
  const which = version === null && from === null ? liveOf(places) : chained(places, asked, from);
  if (which === null) return no({ kind: 'nothing-live', model });
  const place = places[startOf(places, version, from)];
  const never = version !== null && place !== undefined && wasNever(place, version);
  return never ? no(unknownIn(place, version)) : found(which);
}

/** Numbers go up: what is above all that is there, and no release knows, was never registered. */
function wasNever(place: Place, version: Version): boolean {
  const { notes, lane } = place;
  if (notes === null || brought(place, version) !== null) return false;
  const known = [...notes, ...lane.trusted, ...(lane.live === null ? [] : [lane.live])];
  return known.every((one) => Number(one.version) < Number(version));
}

function unknownIn({ policy, notes }: Place, version: Version): Refusal {
  const { model, environment } = policy;
  const near = (notes ?? []).slice(0, 3).map((one) => `v${one.version}`);
  return { kind: 'unknown-version', model, environment, asked: `v${version}`, near };
}

async function placeOf(deps: Deps, policy: LanePolicy, call: Call): Promise<Place> {
  const [lane, ids, read] = await Promise.all([
    deps.store.lane(policy.lane),
    deps.store.history(policy.lane, mostReleases),
    reading(async () => registryOf(deps.registries, policy.registry).versions(policy.registeredName, call)),
  ]);
  const states = await deps.store.releases(ids);
  return { policy, lane, releases: ids.flatMap((id) => states.get(id) ?? []), ...read };
}

/** What a registry could not tell is said, and does not keep the others from being told. */
async function reading(ask: () => Promise<readonly VersionNote[]>): Promise<Pick<Place, 'notes' | 'unread'>> {
  try {
    return { notes: await ask(), unread: null };
  } catch (error) {
    if (error instanceof ReleaseError) return { notes: null, unread: error.reply };
    throw error;
  }
}

function liveOf(places: readonly Place[]): readonly (readonly Version[])[] | null {
  const all = places.map(({ lane: { live } }) => (live === null ? [] : [live.version]));
  return all.every((one) => one.length === 0) ? null : all;
}

/** One version, or what is live in one environment, in every environment that it came from or went to. */
function chained(
  places: readonly Place[],
  { version }: TraceAsked,
  from: LanePolicy | null,
): readonly (readonly Version[])[] | null {
  const start = startOf(places, version, from);
  const number = version ?? places[start]?.lane.live?.version ?? null;
  if (number === null) return null;
  return alongPath(places, start, number).map((one) => (one === null ? [] : [one]));
}

async function byCommit(
  deps: Deps,
  { model, places, at }: { readonly model: string; readonly places: readonly Place[]; readonly at: string },
  call: Call,
): Promise<Asked<Traced>> {
  const last = places.at(-1);
  const commit = last === undefined ? null : await commitNamed(deps, last.policy, at);
  if (commit === null)
    return no({
      kind: 'nothing-trained-at',
      model,
      environment: last?.policy.environment ?? '',
      asked: at,
      commit,
      near: [],
    });
  const told = places.map(async (place) => {
    const { notes, unread } = await trainedThere(deps, place, commit, call);
    return tracedPlace(deps, unread === null ? place : { ...place, unread }, notes, call);
  });
  return found({ model, commit, places: await Promise.all(told) });
}

/** What the log knows was trained at a commit, and what the newest runs of the registry say. */
async function trainedThere(deps: Deps, place: Place, commit: string, call: Call) {
  const { policy, releases, notes } = place;
  const logged = releases.flatMap((one) => {
    const known = one.trained?.commit ?? one.evidence?.findings.commit ?? null;
    const version = one.live?.version ?? one.version;
    return isCommit(known, commit) && version !== null ? [version] : [];
  });
  const newest = (notes ?? []).slice(0, mostVersions);
  let unread: string | null = null;
  const seen: Version[] = [];
  try {
    const registry = registryOf(deps.registries, policy.registry);
    for (let at = 0; at < newest.length; at += 10) {
      const trained = await commitsOf(registry, newest.slice(at, at + 10), call);
      seen.push(...trained.filter((one) => isCommit(one.commit, commit)).map(({ version }) => version));
    }
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    unread = error.reply;
  }
  const all = [...new Set([...logged, ...seen])].sort((a, b) => Number(b) - Number(a));
  return { notes: all, unread };
}

async function tracedPlace(deps: Deps, place: Place, versions: readonly Version[], call: Call): Promise<TracedPlace> {
  const { environment, registry } = place.policy;
  const told = await Promise.all(versions.map((version) => tracedVersion(deps, place, version, call)));
  return { environment, registry, versions: told, unread: place.unread };
}
