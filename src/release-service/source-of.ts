import type { Asked, VersionAsked } from '../ports-releases.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Deps } from './deps.ts';
import { found, inPlace, laneIn, lanesOfModel, nextLane, resolveVersion } from './resolve.ts';
import { commitNamed, isCommit, versionAt } from './trained-at.ts';

/** What somebody wants to go live, in words. */
interface Wanted extends VersionAsked {
  readonly at?: string | undefined;
  readonly reuse?: Version | undefined;
}

/** The same resolved: where to, which version of where it comes from, and how it was asked for. */
export interface Source {
  readonly lane: LanePolicy;
  readonly source: Version;
  readonly at?: string;
  readonly commit?: string;
  readonly training?: 'reuse';
}

/** Resolves the words of a promotion to a lane and a version: a number, an alias, a commit or tag, or what was trained before. */
export async function sourceOf(deps: Deps, wanted: Wanted): Promise<Asked<Source>> {
  const lane = await laneFor(deps, wanted);
  if (lane.kind === 'refused') return lane;
  if (wanted.reuse !== undefined) return reused(deps, lane.found, wanted.reuse);
  if (wanted.at !== undefined) return trainedThere(deps, lane.found, wanted.at);
  const version = await resolveVersion(deps, lane.found, wanted.version);
  return version.kind === 'refused' ? version : found({ lane: lane.found, source: version.found });
}

async function reused(deps: Deps, lane: LanePolicy, number: Version): Promise<Asked<Source>> {
  const version = await resolveVersion(deps, inPlace(lane), { kind: 'number', version: number });
  return version.kind === 'refused' ? version : found({ lane, source: version.found, training: 'reuse' });
}

async function trainedThere(deps: Deps, lane: LanePolicy, at: string): Promise<Asked<Source>> {
  const trained = await versionAt(deps, lane, at);
  if (trained.kind === 'refused') return trained;
  const { version, commit } = trained.found;
  return found({ lane, source: version, at, commit });
}

/** Where the words go to; what is reused is used again at the end of the path unless they say otherwise. */
export async function laneFor(
  deps: Deps,
  { model, environment, version, at, reuse }: Wanted,
): Promise<Asked<LanePolicy>> {
  const lanes = lanesOfModel(deps.policies, model);
  if (lanes.kind === 'refused') return lanes;
  if (environment !== null) return laneIn(lanes.found, environment);
  const last = lanes.found.at(-1);
  if (reuse !== undefined && last !== undefined) return found(last);
  return at === undefined ? nextLane(deps, lanes.found, version) : afterCommit(deps, lanes.found, at);
}

/** The environment after the furthest where what is live was trained at this commit; the first where none was. */
async function afterCommit(deps: Deps, lanes: readonly LanePolicy[], at: string): Promise<Asked<LanePolicy>> {
  const [first] = lanes;
  const last = lanes.at(-1);
  if (first === undefined || last === undefined) throw new Error('a model of the policy has a lane');
  const wanted = await commitNamed(deps, last, at);
  const states = await Promise.all(lanes.map(({ lane }) => deps.store.lane(lane)));
  const releases = await deps.store.releases(states.flatMap(({ live }) => live?.release ?? []));
  const reached = states.findLastIndex(({ live }) => {
    const commit = live?.release == null ? null : (releases.get(live.release)?.evidence?.findings.commit ?? null);
    return wanted !== null && isCommit(commit, wanted);
  });
  const next = lanes[reached + 1];
  return next === undefined
    ? { kind: 'refused', refusal: { kind: 'end-of-path', model: last.model, environment: last.environment } }
    : found(next);
}
