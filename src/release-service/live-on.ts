import type { Asked, LiveThen } from '../ports-releases.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Deps } from './deps.ts';
import { found, lastLiveLane } from './resolve.ts';

type Alone = Extract<LiveThen, { kind: 'live' }>['alone'];

/** What was live at this moment. Before Signalbox first looked, nobody can know, and it says so. */
export async function liveOn(
  deps: Deps,
  model: string,
  environment: string | null,
  at: number,
): Promise<Asked<{ readonly environment: string; readonly was: LiveThen }>> {
  const lane = await lastLiveLane(deps, { model, environment });
  if (lane.kind === 'refused') return lane;
  const [then, now] = await Promise.all([deps.store.laneAt(lane.found.lane, at), deps.store.lane(lane.found.lane)]);
  return found({ environment: lane.found.environment, was: await told(deps, then, now) });
}

async function told({ store }: Deps, then: LaneState, now: LaneState): Promise<LiveThen> {
  const { live } = then;
  if (then.since === null) return { kind: 'unknown', since: now.since };
  if (live === null) return { kind: 'nothing-live' };
  const release = live.release === null ? null : await store.release(live.release);
  const approvedBy = release?.execution?.approvedBy ?? [];
  return { kind: 'live', live, approvedBy, alone: aloneOf(release), evidence: release?.evidence?.digest ?? null };
}

function aloneOf(release: ReleaseState | null): Alone {
  if (release === null) return null;
  const { kind, alone, breakGlass, opened, followUp } = release;
  const onCall = kind === 'rollback' && alone && opened.by.kind === 'person';
  if (!breakGlass && !onCall) return null;
  return { how: breakGlass ? 'break-glass' : 'on-call', by: opened.by, reviewedBy: followUp?.closed?.by ?? null };
}
