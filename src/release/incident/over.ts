import type { LaneState } from '../lane-state.ts';
import type { SignalKind } from './signal.ts';
import type { IncidentState } from './state.ts';
import type { Draft } from './telling.ts';

/** Kinds that a new version ends: what is wrong with inputs is wrong with any version. */
const ofTheVersion: readonly SignalKind[] = ['performance', 'errors', 'latency', 'prediction-drift'];

export function isOfTheVersion(of: SignalKind): boolean {
  return ofTheVersion.includes(of);
}

/** Whether another version is live than the one that the incident was about. */
export function isOfAnother({ live }: IncidentState, lane: Pick<LaneState, 'live'>): boolean {
  return (live?.version ?? null) !== (lane.live?.version ?? null);
}

/** How the incident ends by itself now: another version is live, or its dismissal's time is over. Null while it goes on. */
export function endingNow(state: IncidentState, lane: Pick<LaneState, 'live'>, now: number): Draft | null {
  const another = isOfAnother(state, lane);
  if (state.phase === 'dismissed') return dismissalEnd(state, another, now);
  if (state.phase !== 'open' || !another || !isOfTheVersion(state.of)) return null;
  const { live } = lane;
  const words = live === null ? 'nothing is live now' : `v${live.version} is live now`;
  return { kind: 'incident-ended', release: live?.release ?? null, words };
}

function dismissalEnd({ dismissed }: IncidentState, another: boolean, now: number): Draft | null {
  if (another) return { kind: 'dismissal-ended', why: 'release' };
  return now >= (dismissed?.until ?? 0) ? { kind: 'dismissal-ended', why: 'time' } : null;
}
