import { followUpOf } from './decide-follow-up.ts';
import { verifiedEvent } from './decide-onward.ts';
import type { ReleaseEvent } from './event.ts';
import type { LaneFacts, ReleaseFacts } from './facts.ts';
import type { Version } from './ids.ts';
import { rollbackTarget } from './lane.ts';
import type { LiveVersion } from './lane-state.ts';
import { notAdopted } from './moved-outside.ts';
import { type Append, accepted, type Decision, refused } from './outcome.ts';
import { nextStep, touchedLive } from './plan.ts';
import { refusePhase } from './refuse-phase.ts';
import { personOf } from './rights.ts';
import type { ReleaseState } from './state.ts';
import { laneStream, releaseStream } from './stream.ts';

/** What the last step of an execution means: live, watched or verified; a rollback pauses promotions and ends what it undid. */
export function goingLive(facts: ReleaseFacts, finished: ReleaseEvent): readonly Append[] {
  const { state, now, lane } = facts;
  const targets = state.execution?.targets;
  const version = targets?.champion.to ?? null;
  if (targets === undefined || version === null) return [{ stream: releaseStream(state.id), events: [finished] }];
  const verified =
    state.watchMs === 0 || (state.kind === 'rollback' && lane.trusted.some((one) => one.version === version));
  const watchUntil = verified ? now : now + state.watchMs;
  const events: ReleaseEvent[] = [
    finished,
    { kind: 'went-live', v: 1, version, ...replacing(facts, targets.champion.from), watchUntil },
    ...(verified ? [verifiedEvent(facts)] : []),
    ...followUpOf(facts),
  ];
  return [
    { stream: releaseStream(state.id), events },
    ...(state.kind === 'rollback' ? undoing(facts, version) : unwatched(facts, version)),
    ...(state.kind === 'adoption' ? reviewed(state) : overtaken(facts, version)),
  ];
}

/** Since when a version was live that was there before us, nobody knows; what was adopted replaced what it was compared with. */
function replacing({ state, lane: { live } }: ReleaseFacts, from: Version | null) {
  if (state.kind === 'adoption') return { replaced: state.evidence?.champion ?? null, replacedSince: null };
  const known = live?.version === from && live?.standing !== 'baseline';
  return { replaced: from, replacedSince: known ? (live?.since ?? null) : null };
}

/** Quiet to the end of its watch: while something that the policy names is wrong there, it is watched on. */
export function decideEndWatch(facts: Pick<ReleaseFacts, 'state' | 'now' | 'policy' | 'lane'>): Decision {
  const wrong = refusePhase(facts, 'end the watch', ['watching']);
  if (wrong !== null) return refused(wrong);
  const { state, now } = facts;
  if (now < (state.live?.watchUntil ?? now) || !isQuiet(facts)) return accepted({ kind: 'unchanged' });
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events: [verifiedEvent(facts)] });
}

function isQuiet({ lane, policy }: Pick<ReleaseFacts, 'lane' | 'policy'>): boolean {
  return !lane.incidents.some(({ phase, of }) => phase === 'open' && policy.watching.of.includes(of));
}

/** Everything that Stop or Put back had to take back is taken back, or is handed to the rollback that asked. */
export function decideEndExecution({ state, now }: Pick<ReleaseFacts, 'state' | 'now'>): Decision {
  const { execution } = state;
  const next = execution === null ? null : nextStep(execution, now);
  if (state.phase !== 'executing' || execution === null || next?.kind !== 'stopped')
    return refused({ kind: 'step-not-ours' });
  const handedTo = execution.stop?.forRollback ?? null;
  const live = handedTo === null ? execution.targets.champion.from : null;
  const event: ReleaseEvent = { kind: 'stopped', v: 1, liveTouched: next.liveTouched, live, handedTo };
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events: [event] });
}

/** What is, or is about to be, live: an execution that touched the champion counts before it has finished. */
export function effectiveLive({ lane, others, now }: LaneFacts): LiveVersion | null {
  const holder = lane.holder === null ? undefined : others.get(lane.holder);
  const to = holder?.execution?.targets.champion.to ?? null;
  if (holder?.execution == null || to === null || !touchedLive(holder.execution)) return lane.live;
  // A rollback that is itself rolled back has replaced nothing for good: what it was to undo still is.
  const release = holder.kind === 'rollback' ? (holder.undoes ?? holder.id) : holder.id;
  return { version: to, release, since: now, standing: 'watching' };
}

/** Where a rollback asked for now would go. */
export function effectiveTarget(facts: LaneFacts): LiveVersion | null {
  return rollbackTarget({ ...facts.lane, live: effectiveLive(facts) });
}

/** What a rollback undoes: the release it was asked against, and whatever went live since. */
function undoing({ state, lane, others }: ReleaseFacts, to: Version): readonly Append[] {
  const reason = state.opened.reason ?? '';
  const asker = personOf(state.opened.by);
  const event: ReleaseEvent = { kind: 'rolled-back', v: 1, release: state.id, to, reason, asker };
  const undone = [...new Set([state.undoes, lane.live?.release ?? null])].flatMap((id) => {
    const other = id === null || id === state.id ? undefined : others.get(id);
    // What was put back before it was trained once more is as good as it was.
    const same = other?.live?.version === state.source.version;
    return !same && (other?.phase === 'watching' || other?.phase === 'verified') ? [other.id] : [];
  });
  return [
    ...undone.map((id): Append => ({ stream: releaseStream(id), events: [event] })),
    {
      stream: laneStream(state.lane),
      events: [{ kind: 'paused', v: 1, cause: 'rollback', why: reason, until: null, release: state.id }],
    },
  ];
}

/** Somebody let in what was moved from outside, so the pause that it brought is over. */
function reviewed({ lane, source }: ReleaseState): readonly Append[] {
  const why = `v${source.version} was adopted`;
  return [{ stream: laneStream(lane), events: [{ kind: 'resumed', v: 1, why, cause: 'outside-move' }] }];
}

/** What others wanted to adopt is not live any more. */
function overtaken({ state, lane, others, policy }: ReleaseFacts, version: Version): readonly Append[] {
  return lane.open.flatMap(({ release }) => {
    const other = others.get(release);
    const event =
      other === undefined || other.id === state.id ? null : notAdopted(other, { alias: policy.alias, to: version });
    return event === null ? [] : [{ stream: releaseStream(release), events: [event] }];
  });
}

/** A version that is replaced before its watch ended was never verified. */
function unwatched({ state, lane, others }: ReleaseFacts, version: Version): readonly Append[] {
  const before = lane.live?.release == null ? undefined : others.get(lane.live.release);
  if (before?.phase !== 'watching') return [];
  const event: ReleaseEvent = { kind: 'superseded', v: 1, release: state.id, version };
  return [{ stream: releaseStream(before.id), events: [event] }];
}
