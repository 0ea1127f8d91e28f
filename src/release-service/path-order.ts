import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { LaneState } from '../release/lane-state.ts';
import { isLiveMove } from '../release/scope-event.ts';
import { laneStream } from '../release/stream.ts';
import { championSeen } from './champion-seen.ts';
import type { Deps } from './deps.ts';
import { commandFor } from './ids.ts';

/** How many of a lane's releases are searched for a version that is no longer live there. */
const mostReleases = 200;

/**
 * The environment that versions of this lane come from, where the log knows that this one was never live; null where it is or was, or
 * where the path begins here. What is live or trusted there costs one read.
 */
export async function neverLiveIn(deps: Deps, policy: LanePolicy, version: Version): Promise<string | null> {
  const { model, environment, source } = policy;
  const before = source.environment === environment ? null : deps.policies.lane(model, source.environment);
  if (before === null) return null;
  const lane = await lookedAt(deps, before);
  return isKnown(lane, version) || (await wasLive(deps, before, version)) ? null : before.environment;
}

/** What was live there before Signalbox counts, so somebody has to have looked. */
async function lookedAt(deps: Deps, before: LanePolicy): Promise<LaneState> {
  const lane = await deps.store.lane(before.lane);
  if (lane.since !== null) return lane;
  const by = { kind: 'registry' as const, name: before.registry };
  await championSeen(deps, { id: commandFor('baseline', before.lane), by }, before);
  return deps.store.lane(before.lane);
}

function isKnown({ live, trusted }: LaneState, version: Version): boolean {
  return live?.version === version || trusted.some((one) => one.version === version);
}

/** Anybody made it live there once: by a release, or by hand. */
async function wasLive({ store }: Deps, { lane }: LanePolicy, version: Version): Promise<boolean> {
  const [ids, entries] = await Promise.all([store.history(lane, mostReleases), store.load(laneStream(lane))]);
  const moved = entries.some(({ event }) =>
    event.kind === 'moved-outside' ? isLiveMove(event) && event.to === version : isBaseline(event, version),
  );
  if (moved) return true;
  if (ids.length === 0) return false;
  const releases = await store.releases(ids);
  return [...releases.values()].some(({ live }) => live?.version === version);
}

function isBaseline(event: { readonly kind: string; readonly version?: unknown }, version: Version): boolean {
  return event.kind === 'baseline-trusted' && event.version === version;
}
