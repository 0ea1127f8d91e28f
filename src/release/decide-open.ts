import { effectiveLive, effectiveTarget } from './decide-live.ts';
import type { Actor, ReleaseEvent, Requirements } from './event.ts';
import type { LaneFacts } from './facts.ts';
import type { PersonId, ReleaseId, Version } from './ids.ts';
import type { ApprovalRule } from './lane-policy.ts';
import type { OpenRelease } from './lane-state.ts';
import { accepted, type Decision, type Refusal, refused } from './outcome.ts';
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
  /** The commit or tag as typed, and the full commit that it names. */
  readonly at?: string | undefined;
  readonly commit?: string | undefined;
  /** `reuse`: the source is a version of the target's own registry, and nothing is trained; `retrain`: so it is, and its commit is trained once more. */
  readonly training?: 'reuse' | 'retrain' | undefined;
  /** The environment before this one on the path, where the source was never live. */
  readonly neverLiveIn?: string | null;
}

type Back = Omit<Opening, 'source'> & { readonly version: Version | null };

/** Opens a rollback to `version`, or to the newest trusted version; on-call alone is enough for that one. */
export function decideRollback(facts: LaneFacts, opening: Back): Decision {
  const { mode } = facts.policy;
  return mode === 'enforce' ? openRollback(facts, opening) : refused({ kind: 'not-enforced', mode });
}

function openRollback(facts: LaneFacts, opening: Back): Decision {
  const version = opening.version ?? effectiveTarget(facts)?.version;
  const nowhere = refuseTarget(facts, version) ?? refuseRetrain(facts, opening);
  return version === undefined || nowhere !== null
    ? refused(nowhere ?? { kind: 'no-rollback-target', live: null })
    : goingBack(facts, opening, version);
}

function goingBack(facts: LaneFacts, opening: Back, version: Version): Decision {
  const by = personOf(opening.by);
  const retrain = opening.training === 'retrain';
  const last = !retrain && version === effectiveTarget(facts)?.version;
  const alone = last && (isAutomatic(opening.by) || isOnCall(facts, by));
  const open = facts.lane.open.find((one) => isSameWish(facts, one, version, retrain));
  const older = alone && by !== null && open !== undefined && waitsForOthers(facts, open) ? open : undefined;
  if (open !== undefined && older === undefined) return alreadyOpen(open);
  const no = refuseRollback(facts, by, alone);
  if (no !== null) return refused(no);
  const undoes = effectiveLive(facts)?.release ?? null;
  const decision = opened(facts, { ...opening, source: version }, 'rollback', { alone, undoes });
  return replacing(decision, older, opening.id, version);
}

function refuseRetrain({ policy }: LaneFacts, { training }: Back): Refusal | null {
  if (training !== 'retrain' || (policy.pattern === 'deploy-code' && policy.trainer !== null)) return null;
  return { kind: 'cannot-retrain', model: policy.model, environment: policy.environment };
}

/** Why no rollback can go there. Where the alias was taken away, what was let in before can still be put back. */
export function refuseTarget(facts: LaneFacts, version: Version | undefined): Refusal | null {
  const live = effectiveLive(facts);
  const trusted = effectiveTarget(facts);
  if (live === null) return trusted === null ? { kind: 'nothing-live', model: facts.policy.model } : null;
  if (version === undefined) return { kind: 'no-rollback-target', live: live.version };
  return version === live.version ? { kind: 'already-live', version, since: live.since } : null;
}

/** Going back by the alias and training once more are two things. */
function isSameWish({ others }: LaneFacts, open: OpenRelease, version: Version, retrain: boolean): boolean {
  const { training } = others.get(open.release) ?? { training: null };
  return open.kind === 'rollback' && open.sourceVersion === version && (training === 'retrain') === retrain;
}

export function alreadyOpen({ release, phase }: OpenRelease): Decision {
  return accepted({ kind: 'already-open', release, phase });
}

/** The only rule that may take a version back: guard-rails let it, before it asks. */
function isAutomatic(by: Actor): boolean {
  return by.kind === 'signalbox' && by.rule === 'auto-rollback';
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

function refuseRollback(facts: LaneFacts, by: PersonId | null, alone: boolean): Refusal | null {
  if (alone) return null;
  // A rule may go back to the newest trusted version, and nowhere else.
  if (by === null) return { kind: 'not-allowed', verb: 'roll back', who: facts.policy.rollback.onCall };
  return (
    refuseVerb(facts, by, 'request') ?? refuseUnreachable(facts, rulesAtRequest(facts.policy.rollback.approvals, by))
  );
}

/** Null where those whose yes is needed can be found. */
export function refuseUnreachable(facts: LaneFacts, requirements: Requirements): Refusal | null {
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

function opened(facts: LaneFacts, opening: Opening, releaseKind: Kind, how: How): Decision {
  const event = openingOf(facts, opening, releaseKind, how);
  return accepted({ kind: 'opened', release: opening.id }, { stream: releaseStream(opening.id), events: [event] });
}

type Kind = 'promotion' | 'rollback' | 'adoption';
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
  const ownSource = releaseKind !== 'promotion' || opening.training !== undefined;
  const trains = !ownSource && policy.pattern === 'deploy-code' && from.environment !== here.environment;
  const inPlace = ownSource || (!trains && from.registry === here.registry && from.name === here.name);
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
    version: inPlace && opening.training !== 'retrain' ? opening.source : null,
    source: { ...(ownSource ? here : from), version: opening.source },
    reason: opening.reason,
    ...how,
    channel: policy.channel,
    expiresAt: now + policy.expiresMs,
    watchMs: policy.watchMs,
    giveUpAfterMs: policy.giveUpAfterMs,
    ...(policy.mode === 'enforce' ? {} : { mode: policy.mode }),
    ...asked(opening),
  };
}

/** What not every request says. */
function asked({ via, at, training, neverLiveIn }: Opening): Partial<Extract<ReleaseEvent, { kind: 'opened' }>> {
  return {
    ...(via === undefined ? {} : { via }),
    ...(at === undefined ? {} : { at }),
    ...(training === undefined ? {} : { training }),
    ...(neverLiveIn == null ? {} : { neverLiveIn }),
  };
}
