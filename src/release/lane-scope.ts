import type { Event, Happened } from './event.ts';
import type { Version } from './ids.ts';
import type { LaneState, LiveVersion } from './lane-state.ts';
import { evolvePauses } from './scope.ts';
import { isLiveMove } from './scope-event.ts';

const trustedKept = 20;
const calmedKept = 50;

/** Folds one entry of the lane's own stream. */
export function afterScope(lane: LaneState, happened: Happened<Event>): LaneState {
  const { event, at, by } = happened;
  switch (event.kind) {
    case 'baseline-trusted':
      return baseline(lane, event.version, at);
    case 'moved-outside':
      return isLiveMove(event) ? { ...lane, live: outside(event.to, at) } : lane;
    case 'paused':
    case 'resumed':
      return { ...lane, pauses: evolvePauses(lane.pauses, happened) };
    case 'signal-calmed': {
      const { source, key, of, at: since } = event;
      const others = lane.calmed.filter((one) => one.source !== source || one.key !== key || one.of !== of);
      return { ...lane, calmed: [{ source, key, of, at: since }, ...others].slice(0, calmedKept) };
    }
    case 'rehearsed': {
      const failed = event.checks.filter(({ ok }) => !ok).map(({ what }) => what);
      return { ...lane, rehearsed: { at, by, target: event.target, failed } };
    }
    default:
      return lane;
  }
}

function baseline(lane: LaneState, version: Version | null, at: number): LaneState {
  const since = lane.live?.version === version ? lane.live.since : at;
  const live = version === null ? null : liveVersion(version, null, since, 'baseline');
  return { ...lane, since: lane.since ?? at, live, trusted: live === null ? lane.trusted : trust(lane.trusted, live) };
}

function outside(version: Version | null, at: number): LiveVersion | null {
  return version === null ? null : liveVersion(version, null, at, 'outside');
}

/** A version as it is live from now on. */
export function liveVersion(
  version: Version,
  release: LiveVersion['release'],
  since: number,
  how: LiveVersion['standing'],
): LiveVersion {
  return { version, release, since, standing: how };
}

/** The newest first, each once. */
export function trust(trusted: LaneState['trusted'], live: LiveVersion): LaneState['trusted'] {
  return [live, ...trusted.filter((one) => one.version !== live.version)].slice(0, trustedKept);
}
