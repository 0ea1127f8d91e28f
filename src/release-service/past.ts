import type { Lived, Past, TakenBack } from '../release/gate-facts.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { LaneState } from '../release/lane-state.ts';
import { isForReview } from '../release/plan.ts';
import { isLiveMove } from '../release/scope-event.ts';
import type { ReleaseState } from '../release/state.ts';
import { laneStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';

/** How many of a lane's releases are searched for a version that is no longer live there. */
const mostReleases = 200;

/**
 * What the log knows of a version that promotions to this lane start from: where it was live before, followed back along the path
 * from release to release, and what was rolled back here. `here`: the version is numbered by this lane's own registry.
 */
export async function pastOf(
  deps: Deps,
  policy: LanePolicy,
  version: Version,
  numbered: 'source' | 'here' = 'source',
): Promise<Past> {
  const before = policy.path.slice(0, policy.path.indexOf(policy.environment)).reverse();
  const lived = new Map<string, Lived>();
  let number: Version | null = numbered === 'here' ? await cameFrom(deps, policy, version) : version;
  for (const environment of before) {
    const place = deps.policies.lane(policy.model, environment);
    if (number === null || place === null) break;
    const stay = await stayOf(deps, place, number);
    if (stay.lived !== null) lived.set(environment, stay.lived);
    number = stay.before;
  }
  return { lived, takenBack: takenBack(policy, await deps.store.lane(policy.lane), numbered) };
}

/** Its number where it came from: what was trained here need not have been live. */
async function cameFrom(deps: Deps, policy: LanePolicy, version: Version): Promise<Version | null> {
  const { before } = await stayOf(deps, policy, version);
  if (before !== null || policy.pattern !== 'deploy-code') return before;
  const trained = (await releasesOf(deps.store, policy)).find((one) => one.trained?.version === version);
  return trained?.kind === 'promotion' ? trained.source.version : null;
}

interface Stay {
  readonly lived: Lived | null;
  /** Its number where it came from; null where nobody knows. */
  readonly before: Version | null;
}

async function stayOf(deps: Deps, place: LanePolicy, version: Version): Promise<Stay> {
  const { store } = deps;
  const lane = await store.lane(place.lane);
  const live = lane.live?.version === version ? lane.live : null;
  const brought = live?.release == null ? null : await store.release(live.release);
  // What a promotion brought and nothing replaced since, as it mostly is, needs no search.
  const search = brought?.kind === 'promotion' ? [brought] : await releasesOf(store, place);
  const stays = search.filter((one) => one.live?.version === version);
  const moves = live === null ? await movesIn(store, place, search) : [];
  return {
    lived: livedIn(lane, version, newest(stays), moves),
    before: await numberBefore(deps, place, version, stays),
  };
}

async function releasesOf(store: Deps['store'], { lane }: LanePolicy): Promise<readonly ReleaseState[]> {
  return [...(await store.releases(await store.history(lane, mostReleases))).values()];
}

/** Trusted is what was watched to its end, and what was there before Signalbox and is taken as good. */
function livedIn(lane: LaneState, version: Version, brought: ReleaseState | undefined, moves: readonly number[]) {
  const trusted = lane.trusted.find((one) => one.version === version);
  const verified = trusted !== undefined || brought?.phase === 'verified';
  if (lane.live?.version === version) return { version, since: lane.live.since, until: null, verified };
  const since = brought?.live?.at ?? trusted?.since;
  if (since === undefined) return null;
  const later = moves.filter((at) => at > since);
  return { version, since, until: later.length === 0 ? since : Math.min(...later), verified };
}

/** When something went live there: by a release, or by hand. */
async function movesIn(
  store: Deps['store'],
  { lane }: LanePolicy,
  releases: readonly ReleaseState[],
): Promise<readonly number[]> {
  const entries = await store.load(laneStream(lane));
  const byHand = entries.filter(({ event }) => event.kind === 'moved-outside' && isLiveMove(event));
  return [...byHand.map(({ at }) => at), ...releases.flatMap(({ live }) => live?.at ?? [])];
}

/**
 * A rollback brings a version back that a promotion brought first; what was trained again came from where that came from which it
 * replaced; in one registry a version keeps its number.
 */
async function numberBefore(
  deps: Deps,
  place: LanePolicy,
  version: Version,
  stays: readonly ReleaseState[],
): Promise<Version | null> {
  const promotion = newest(stays.filter(({ kind, training }) => kind === 'promotion' && training !== 'reuse'));
  if (promotion !== undefined && isForReview(promotion))
    return (await stayOf(deps, place, promotion.source.version)).before;
  const { registry, registeredName, source } = place;
  const same = source.registry === registry && source.registeredName === registeredName;
  return promotion?.source.version ?? (same ? version : null);
}

function newest(releases: readonly ReleaseState[]): ReleaseState | undefined {
  return releases.toSorted((a, b) => (b.live?.at ?? 0) - (a.live?.at ?? 0))[0];
}

/** What did not come from where promotions come from has no number there, and is known by none. */
function takenBack(
  { registry, registeredName, source }: LanePolicy,
  { rolledBack }: LaneState,
  numbered: 'source' | 'here',
): readonly TakenBack[] {
  const same = source.registry === registry && source.registeredName === registeredName;
  return rolledBack.flatMap(({ version: here, source: there, commit, at, why }) => {
    const version = numbered === 'here' ? here : (there ?? (same ? here : null));
    return version === null ? [] : [{ version, commit, at, why }];
  });
}
