import type { Event, Happened } from './event.ts';
import type { LaneKey, ReleaseId } from './ids.ts';
import { afterIncident, isIncidentEvent } from './incident/lane-incidents.ts';
import { afterScope, liveVersion, trust } from './lane-scope.ts';
import type { LaneState, LiveVersion, OpenRelease } from './lane-state.ts';
import { broughtBy } from './let-in.ts';
import { championIs } from './plan.ts';
import { endedPhases, type ReleaseState } from './state.ts';

const rolledBackKept = 20;
const offeredKept = 100;

/** A lane nobody has looked at. */
export function emptyLane(lane: LaneKey): LaneState {
  return {
    lane,
    rev: 0,
    since: null,
    live: null,
    brought: null,
    trusted: [],
    rolledBack: [],
    offered: [],
    holder: null,
    queue: [],
    open: [],
    pauses: [],
    incidents: [],
    suspects: [],
    calmed: [],
    stays: null,
    followUps: [],
    rehearsed: null,
  };
}

/**
 * Folds one entry into its lane: of a release there (`release` is its state after the entry) or of the lane's own stream (`null`).
 * Answers the same object when the lane did not change; otherwise `rev` is one higher.
 */
export function evolveLane(lane: LaneState, happened: Happened<Event>, release: ReleaseState | null): LaneState {
  const after = release === null ? afterAround(lane, happened) : fromRelease(lane, happened, release);
  return same(lane, after) ? lane : { ...after, rev: lane.rev + 1 };
}

function afterAround(lane: LaneState, happened: Happened<Event>): LaneState {
  const { event } = happened;
  return isIncidentEvent(event) ? afterIncident(lane, { ...happened, event }) : afterScope(lane, happened);
}

/** The releases that a decision about this lane looks at: its holder, what brought the live version, and all that are open. */
export function releasesIn({ holder, live, open }: LaneState): readonly ReleaseId[] {
  const named = [holder, live?.release ?? null, ...open.map((one) => one.release)];
  return [...new Set(named.filter((id) => id !== null))];
}

/** Where a rollback goes: the newest trusted version that is not the one live. Never "number minus one". */
export function rollbackTarget(lane: LaneState): LiveVersion | null {
  return lane.trusted.find((one) => one.version !== lane.live?.version) ?? null;
}

function fromRelease(lane: LaneState, { event, at }: Happened<Event>, release: ReleaseState): LaneState {
  const kept = standing(lane, release);
  switch (event.kind) {
    case 'opened':
      return release.opened.by.kind === 'person' || release.kind === 'rollback'
        ? kept
        : { ...kept, offered: [release.source.version, ...kept.offered].slice(0, offeredKept) };
    case 'went-live':
      return {
        ...kept,
        since: kept.since ?? at,
        live: liveVersion(event.version, release.id, at, 'watching'),
        brought: broughtBy(release),
      };
    case 'verified': {
      const live = kept.live?.release === release.id ? { ...kept.live, standing: 'verified' as const } : null;
      return live === null ? kept : { ...kept, live, trusted: trust(kept.trusted, live) };
    }
    case 'rolled-back':
      return distrust(kept, release, event, at);
    case 'follow-up-opened':
      return { ...kept, followUps: [...kept.followUps, release.id] };
    case 'follow-up-closed':
      return { ...kept, followUps: kept.followUps.filter((id) => id !== release.id) };
    case 'stopped':
      return settled(kept, release, event, at);
    case 'abandoned':
      return left(lane, kept, release, at);
    default:
      return kept;
  }
}

/** Open releases, queue and holder follow from the phase alone. */
function standing(lane: LaneState, release: ReleaseState): LaneState {
  const open =
    release.phase === 'watching' || endedPhases.includes(release.phase)
      ? without(lane.open, release)
      : put(lane.open, release);
  const holds = release.phase === 'executing' || release.phase === 'failed';
  return {
    ...lane,
    open,
    holder: holds ? release.id : lane.holder === release.id ? null : lane.holder,
    queue: queued(lane, release),
  };
}

function queued(lane: LaneState, release: ReleaseState): LaneState['queue'] {
  const waits = release.phase === 'approved';
  if (lane.queue.includes(release.id)) return waits ? lane.queue : lane.queue.filter((id) => id !== release.id);
  if (!waits) return lane.queue;
  return release.kind === 'rollback' ? [release.id, ...lane.queue] : [...lane.queue, release.id];
}

function summary(release: ReleaseState): OpenRelease {
  return {
    release: release.id,
    kind: release.kind,
    sourceVersion: release.source.version,
    automatic: release.opened.by.kind !== 'person',
    phase: release.phase,
    approvals: release.approvals.length,
  };
}

function put(open: LaneState['open'], release: ReleaseState): LaneState['open'] {
  const now = summary(release);
  return open.some((one) => one.release === now.release)
    ? open.map((one) => (one.release === now.release ? now : one))
    : [...open, now];
}

function without(open: LaneState['open'], release: ReleaseState): LaneState['open'] {
  return open.filter((one) => one.release !== release.id);
}

function distrust(
  lane: LaneState,
  release: ReleaseState,
  event: Extract<Event, { kind: 'rolled-back' }>,
  at: number,
): LaneState {
  const version = release.live?.version ?? release.version;
  if (version === null) return lane;
  const source = release.kind === 'promotion' && release.training === null ? release.source.version : null;
  const commit = release.evidence?.findings.commit ?? null;
  const entry = { version, source, commit, release: event.release, at, why: event.reason };
  return {
    ...lane,
    trusted: lane.trusted.filter((one) => one.version !== version),
    rolledBack: [entry, ...lane.rolledBack].slice(0, rolledBackKept),
  };
}

/** After Stop or Put back the old version is live; an execution handed to a rollback leaves its own version live until that is done. */
function settled(
  lane: LaneState,
  release: ReleaseState,
  event: Extract<Event, { kind: 'stopped' }>,
  at: number,
): LaneState {
  if (!event.liveTouched || event.handedTo === null) return lane;
  const to = release.execution?.targets.champion.to ?? null;
  return to === null ? lane : { ...lane, live: liveVersion(to, release.id, at, 'watching') };
}

/** A champion that a given up execution had moved stays there; nobody answers for it, but nobody moved it from outside either. */
function left(before: LaneState, after: LaneState, { id, execution }: ReleaseState, at: number): LaneState {
  const moved = before.holder === id && execution !== null && championIs(execution) === 'moved';
  const to = moved ? execution.targets.champion.to : null;
  return to === null ? after : { ...after, live: liveVersion(to, id, at, 'outside') };
}

function same(a: LaneState, b: LaneState): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
