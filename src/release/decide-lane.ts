import type { StreamId } from './event.ts';
import type { LaneFacts } from './facts.ts';
import type { PersonId, ReleaseId, Version } from './ids.ts';
import type { Pause } from './lane-state.ts';
import { foundOutside, isUndecidedAdoption } from './moved-outside.ts';
import { type Append, accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { touchedLive } from './plan.ts';
import { refuseVerb } from './rights.ts';
import type { ReleaseState } from './state.ts';
import { laneStream, releaseStream } from './stream.ts';

/** A pause or resumption of everything in `lanes`; who asks must be allowed in every lane that it covers. */
export interface ScopeWish {
  readonly scope: string;
  /** The environment's or model's stream, or the lane's. */
  readonly stream: StreamId;
  readonly lanes: readonly LaneFacts[];
  /** Pauses of the stream itself. */
  readonly pauses: readonly Pause[];
  readonly by: PersonId;
}

export function decidePause(wish: ScopeWish, until: number | null, reason: string): Decision {
  const no = refuseInAny(wish, 'pause');
  if (no !== null) return no;
  if (reason.trim() === '') return refused({ kind: 'reason-missing', verb: 'pause' });
  const paused = {
    kind: 'paused' as const,
    v: 1 as const,
    cause: 'person' as const,
    why: reason,
    until,
    release: null,
  };
  return accepted({ kind: 'paused', scope: wish.scope, until }, { stream: wish.stream, events: [paused] });
}

/**
 * Ends the scope's own pauses; resuming a model or a lane also ends what its lanes are held by. Who asks must be allowed wherever
 * something ends: in every lane for a pause of the whole scope, else only in the lanes that are held.
 */
export function decideResume(wish: ScopeWish, alsoLanes: boolean, why: string | null): Decision {
  const held = alsoLanes ? wish.lanes.filter((facts) => facts.lane.pauses.length > 0) : [];
  const whole = wish.pauses.length > 0;
  const no = refuseInAny({ ...wish, lanes: whole || held.length === 0 ? wish.lanes : held }, 'resume');
  if (no !== null) return no;
  const streams = new Set([...(whole ? [wish.stream] : []), ...held.map((facts) => laneStream(facts.lane.lane))]);
  if (streams.size === 0) return refused({ kind: 'not-paused', scope: wish.scope });
  const appends = [...streams].map((stream): Append => ({ stream, events: [{ kind: 'resumed', v: 1, why }] }));
  return accepted({ kind: 'resumed', scope: wish.scope }, ...appends);
}

/** First contact with a lane: what is live now was there before us and is trusted, and says so. */
export function decideBaseline({ lane, policy }: LaneFacts, champion: Version | null): Decision {
  if (lane.since !== null) return accepted({ kind: 'unchanged' });
  const mode = policy.mode === 'enforce' ? {} : { mode: policy.mode };
  return accepted(
    { kind: 'noted' },
    { stream: laneStream(lane.lane), events: [{ kind: 'baseline-trusted', v: 1, version: champion, ...mode }] },
  );
}

/**
 * Somebody takes it upon themselves that what is live can be trusted: first contact with a lane, or a version that was moved there
 * without us. Who may resume promotions may say so.
 */
export function decideTrustBaseline(
  facts: LaneFacts,
  by: PersonId,
  champion: Version | null,
  asked: Version,
): Decision {
  const no = refuseVerb(facts, by, 'resume') ?? refuseBaseline(facts, champion, asked);
  if (no !== null) return refused(no);
  const { lane } = facts.lane;
  return accepted(
    { kind: 'baseline-trusted', lane, version: asked },
    { stream: laneStream(lane), events: [{ kind: 'baseline-trusted', v: 1, version: asked }] },
    ...[...facts.others.values()].flatMap((other) => needless(other, asked)),
  );
}

/** What is trusted needs nobody to adopt it any more. */
function needless(other: ReleaseState, version: Version): readonly Append[] {
  const reason = `v${version} was named as trusted by hand`;
  return isUndecidedAdoption(other)
    ? [{ stream: releaseStream(other.id), events: [{ kind: 'withdrawn', v: 1, reason }] }]
    : [];
}

function refuseBaseline({ lane }: LaneFacts, champion: Version | null, asked: Version): Refusal | null {
  if (champion !== asked) return { kind: 'baseline-differs', live: champion, asked };
  const { live } = lane;
  if (lane.since === null || (live?.version === asked && live.standing === 'outside')) return null;
  // What the log does not explain yet is told first, by the poll or the webhook; then it can be named.
  return live?.version === asked
    ? { kind: 'baseline-known', live: asked }
    : { kind: 'baseline-differs', live: live?.version ?? null, asked };
}

/** Matches the champion as read right now against what the log explains; an unexplained one is foreign. */
export function decideChampionSeen(facts: LaneFacts, champion: Version | null): Decision {
  const { lane } = facts;
  if (lane.since === null) return decideBaseline(facts, champion);
  const before = lane.live?.version ?? null;
  if (champion === before || explained(facts, champion)) return accepted({ kind: 'unchanged' });
  return accepted({ kind: 'noted' }, ...foundOutside(facts, before, champion));
}

/** The log ends before what the registry tells of us: a Redis restored from an older file. */
export function decideLogBehind({ lane }: LaneFacts, words: string): Decision {
  if (lane.pauses.some((pause) => pause.cause === 'log-behind' && pause.why === words))
    return accepted({ kind: 'unchanged' });
  const event = {
    kind: 'paused' as const,
    v: 1 as const,
    cause: 'log-behind' as const,
    why: words,
    until: null,
    release: null,
  };
  return accepted({ kind: 'noted' }, { stream: laneStream(lane.lane), events: [event] });
}

/** Our own moves: an execution that began to touch the champion explains both ends of its move until it is settled. */
function explained({ others, lane }: LaneFacts, champion: Version | null): boolean {
  const settling = new Set<ReleaseId | null>([
    lane.holder,
    lane.live?.release ?? null,
    ...lane.open.map((one) => one.release),
  ]);
  return [...others.values()].some((other) => {
    const { execution, phase } = other;
    if (execution === null || !settling.has(other.id) || !touchedLive(execution)) return false;
    const unsettled =
      phase === 'executing' || phase === 'failed' || (handedOver(other) && other.id === lane.live?.release);
    return unsettled && [execution.targets.champion.from, execution.targets.champion.to].includes(champion);
  });
}

/** Its champion may be at either end until the rollback that took over has moved it. */
function handedOver({ ended }: ReleaseState): boolean {
  return ended?.event.kind === 'stopped' && ended.event.handedTo !== null;
}

function refuseInAny(wish: ScopeWish, verb: 'pause' | 'resume'): Decision | null {
  const no = wish.lanes.map((facts) => refuseVerb(facts, wish.by, verb)).find((one) => one !== null);
  return no == null ? null : refused(no);
}
