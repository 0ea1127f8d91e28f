import { effectiveLive, effectiveTarget } from './decide-live.ts';
import type { Actor, ReleaseEvent, Requirements } from './event.ts';
import type { LaneFacts } from './facts.ts';
import type { PersonId, ReleaseId, Version } from './ids.ts';
import type { ApprovalRule } from './lane-policy.ts';
import type { LiveVersion, OpenRelease } from './lane-state.ts';
import { type Append, accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { membersOf } from './people.ts';
import { reachable } from './quorum.ts';
import { personOf, refuseVerb } from './rights.ts';
import { releaseStream } from './stream.ts';

/** A wish to make `source` live in the facts' lane, resolved to numbers. */
export interface Opening {
  readonly id: ReleaseId;
  readonly by: Actor;
  readonly source: Version;
  readonly reason: string | null;
  /** What asks on their behalf, for example `ci`. */
  readonly via?: string | undefined;
}

/** Opens a promotion, or names the one that is open already. */
export function decidePromote(facts: LaneFacts, opening: Opening): Decision {
  const open = facts.lane.open.find((one) => one.kind === 'promotion' && one.sourceVersion === opening.source);
  const older = open === undefined ? null : overtaken(facts, opening, open);
  if (open !== undefined && older === null) return alreadyOpen(open);
  if (opening.by.kind !== 'person' && facts.lane.offered.includes(opening.source))
    return accepted({ kind: 'unchanged' });
  const no = refusePromote(facts, opening);
  if (no !== null) return refused(no);
  const decision = opened(facts, opening, 'promotion', { alone: false, undoes: null });
  return decision.kind === 'refused' || older === null
    ? decision
    : accepted(decision.answer, ...decision.appends, older);
}

/** What was only advised on or observed moves nothing: where the mode is another now, a person's request takes its place. */
function overtaken(facts: LaneFacts, { by }: Opening, { release }: OpenRelease): Append | null {
  const { mode } = facts.policy;
  const was = facts.others.get(release)?.mode ?? mode;
  if (by.kind !== 'person' || was === mode) return null;
  const event: ReleaseEvent = { kind: 'concluded', v: 1, why: 'mode-changed', live: null, mode };
  return { stream: releaseStream(release), events: [event] };
}

type Back = Omit<Opening, 'source'> & { readonly version: Version | null };

/** Opens a rollback to `version`, or to the newest trusted version; on-call alone is enough for that one. */
export function decideRollback(facts: LaneFacts, opening: Back): Decision {
  const { mode } = facts.policy;
  return mode === 'enforce' ? openRollback(facts, opening) : refused({ kind: 'not-enforced', mode });
}

function openRollback(facts: LaneFacts, opening: Back): Decision {
  const { lane, policy } = facts;
  const by = personOf(opening.by);
  const live = effectiveLive(facts);
  if (live === null) return refused({ kind: 'nothing-live', model: policy.model });
  const trusted = effectiveTarget(facts);
  const version = opening.version ?? trusted?.version;
  if (version === undefined) return refused({ kind: 'no-rollback-target', live: live.version });
  if (version === live.version) return refused({ kind: 'already-live', version, since: live.since });
  const alone = version === trusted?.version && isOnCall(facts, by);
  const open = lane.open.find((one) => one.kind === 'rollback' && one.sourceVersion === version);
  const older = alone && open !== undefined && waitsForOthers(facts, open) ? open : undefined;
  if (open !== undefined && older === undefined) return alreadyOpen(open);
  const no = refuseRollback(facts, by, alone);
  if (no !== null) return refused(no);
  const decision = opened(facts, { ...opening, source: version }, 'rollback', { alone, undoes: live.release });
  return replacing(decision, older, opening.id, version);
}

function alreadyOpen({ release, phase }: OpenRelease): Decision {
  return accepted({ kind: 'already-open', release, phase });
}

function isOnCall({ electorate, policy }: LaneFacts, by: PersonId | null): boolean {
  return by !== null && membersOf(electorate, policy.rollback.onCall).has(by);
}

/** On-call does not wait for the approvals that somebody else's request still needs: theirs takes its place. */
function replacing(decision: Decision, older: OpenRelease | undefined, release: ReleaseId, version: Version): Decision {
  if (decision.kind === 'refused' || older === undefined) return decision;
  const event: ReleaseEvent = { kind: 'superseded', v: 1, release, version };
  return accepted(decision.answer, ...decision.appends, { stream: releaseStream(older.release), events: [event] });
}

function waitsForOthers({ others }: LaneFacts, { release, phase }: OpenRelease): boolean {
  return others.get(release)?.alone === false && (phase === 'gathering' || phase === 'blocked' || phase === 'review');
}

/** The rules that a request is under before its evidence is known: only the requester is excluded yet. */
export function rulesAtRequest(rules: 'none' | readonly ApprovalRule[], requester: PersonId | null): Requirements {
  return {
    automatic: rules === 'none',
    rules: rules === 'none' ? [] : rules.map((rule) => ({ ...rule, from: [...rule.from] })),
    excluded: requester === null ? [] : [{ person: requester, why: 'requester' }],
    unknown: [],
    extra: 0,
  };
}

function refusePromote(facts: LaneFacts, { by, source }: Opening): Refusal | null {
  const person = personOf(by);
  const { policy } = facts;
  const verb = person === null ? null : refuseVerb(facts, person, 'request');
  if (verb !== null) return verb;
  if (person !== null && policy.mode !== 'enforce') return { kind: 'not-enforced', mode: policy.mode };
  if (policy.pattern !== 'deploy-model') return { kind: 'pattern-not-supported', pattern: policy.pattern };
  const live = refuseAlreadyLive(facts, source);
  if (live !== null) return live;
  return person === null ? null : refuseUnreachable(facts, rulesAtRequest(policy.approvals, person));
}

function refuseRollback(facts: LaneFacts, by: PersonId | null, alone: boolean): Refusal | null {
  if (by === null || alone) return null;
  return (
    refuseVerb(facts, by, 'request') ?? refuseUnreachable(facts, rulesAtRequest(facts.policy.rollback.approvals, by))
  );
}

function refuseUnreachable(facts: LaneFacts, requirements: Requirements): Refusal | null {
  const could = reachable(requirements, facts.electorate);
  if (could.satisfied) return null;
  const missing = requirements.rules.map((rule) => {
    const can = [...membersOf(facts.electorate, rule.from)].filter(
      (id) => !requirements.excluded.some((one) => one.person === id),
    );
    return { groups: rule.from, needs: rule.min, can: can.length };
  });
  return { kind: 'unreachable-quorum', missing, unread: [...facts.electorate.unread.keys()] };
}

/** What is live already is not asked for again. */
export function refuseAlreadyLive(facts: LaneFacts, source: Version): Refusal | null {
  const live = liveFrom(facts, source);
  return live === null ? null : { kind: 'already-live', version: live.version, since: live.since };
}

/** The live version, when it came from this source version. */
function liveFrom(facts: LaneFacts, source: Version): LiveVersion | null {
  const { lane, policy } = facts;
  if (lane.live === null) return null;
  const inPlace = policy.source.registry === policy.registry && policy.source.registeredName === policy.registeredName;
  const from = lane.live.release === null ? undefined : facts.others.get(lane.live.release);
  // A rollback's source is numbered by this environment's own registry, not by the one that promotions come from.
  const promoted = from?.kind === 'promotion' ? from.source.version : null;
  return (inPlace ? lane.live.version : promoted) === source ? lane.live : null;
}

function opened(facts: LaneFacts, opening: Opening, releaseKind: Kind, how: How): Decision {
  const event = openingOf(facts, opening, releaseKind, how);
  return accepted({ kind: 'opened', release: opening.id }, { stream: releaseStream(opening.id), events: [event] });
}

type Kind = 'promotion' | 'rollback';
type How = { readonly alone: boolean; readonly undoes: ReleaseId | null };

/** The first event of a release: everything that stays as it is from then on. */
export function openingOf(
  { policy, now }: LaneFacts,
  opening: Opening,
  releaseKind: Kind,
  how: How,
): Extract<ReleaseEvent, { kind: 'opened' }> {
  const here = { environment: policy.environment, registry: policy.registry, name: policy.registeredName };
  const from = {
    environment: policy.source.environment,
    registry: policy.source.registry,
    name: policy.source.registeredName,
  };
  const inPlace = releaseKind === 'rollback' || (from.registry === here.registry && from.name === here.name);
  return {
    kind: 'opened',
    v: 1,
    release: opening.id,
    releaseKind,
    pattern: policy.pattern,
    model: policy.model,
    environment: policy.environment,
    lane: policy.lane,
    registry: policy.registry,
    name: policy.registeredName,
    version: inPlace ? opening.source : null,
    source: { ...(releaseKind === 'rollback' ? here : from), version: opening.source },
    reason: opening.reason,
    ...how,
    channel: policy.channel,
    expiresAt: now + policy.expiresMs,
    watchMs: policy.watchMs,
    giveUpAfterMs: policy.giveUpAfterMs,
    ...(policy.mode === 'enforce' ? {} : { mode: policy.mode }),
    ...(opening.via === undefined ? {} : { via: opening.via }),
  };
}
