import { alreadyOpen, type Opening, openingOf, refuseUnreachable, rulesAtRequest } from './decide-open.ts';
import type { ReleaseEvent } from './event.ts';
import type { LaneFacts } from './facts.ts';
import type { LiveVersion, OpenRelease } from './lane-state.ts';
import { type Append, accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { personOf, refuseVerb } from './rights.ts';
import { releaseStream } from './stream.ts';

/** Opens a promotion, or names the one that is open already. */
export function decidePromote(facts: LaneFacts, opening: Opening): Decision {
  const open = facts.lane.open.find((one) => one.kind === 'promotion' && isSame(facts, opening, one));
  const older = open === undefined ? null : overtaken(facts, opening, open);
  if (open !== undefined && older === null) return alreadyOpen(open);
  if (opening.by.kind !== 'person' && facts.lane.offered.includes(opening.source))
    return accepted({ kind: 'unchanged' });
  const no = refusePromote(facts, opening);
  if (no !== null) return refused(no);
  const event = openingOf(facts, opening, 'promotion', { alone: false, undoes: null });
  const append = { stream: releaseStream(opening.id), events: [event] };
  return accepted({ kind: 'opened', release: opening.id }, append, ...(older === null ? [] : [older]));
}

/** The same version of the same registry; where a commit is trained, the same commit. */
export function isSame(facts: LaneFacts, opening: Opening, one: OpenRelease): boolean {
  const { policy, others } = facts;
  const other = others.get(one.release);
  const from = opening.training === 'reuse' ? policy.environment : policy.source.environment;
  const same = one.sourceVersion === opening.source && (other?.source.environment ?? from) === from;
  const commit = opening.training === 'reuse' ? null : (opening.commit ?? null);
  const trained = policy.pattern === 'deploy-code' && other?.training !== 'reuse';
  return same || (trained && commit !== null && other?.evidence?.findings.commit === commit);
}

/** What was only advised on or observed moves nothing: where the mode is another now, a person's request takes its place. */
function overtaken(facts: LaneFacts, { by }: Opening, { release }: OpenRelease): Append | null {
  const { mode } = facts.policy;
  const was = facts.others.get(release)?.mode ?? mode;
  if (by.kind !== 'person' || was === mode) return null;
  const event: ReleaseEvent = { kind: 'concluded', v: 1, why: 'mode-changed', live: null, mode };
  return { stream: releaseStream(release), events: [event] };
}

function refusePromote(facts: LaneFacts, opening: Opening): Refusal | null {
  const person = personOf(opening.by);
  const { policy } = facts;
  const verb = person === null ? null : refuseVerb(facts, person, 'request');
  if (verb !== null) return verb;
  if (person !== null && policy.mode !== 'enforce') return { kind: 'not-enforced', mode: policy.mode };
  const no = refuseTraining(facts, opening) ?? refuseAlreadyLive(facts, opening) ?? refuseOrder(facts, opening);
  if (no !== null) return no;
  return person === null ? null : refuseUnreachable(facts, rulesAtRequest(policy.approvals, person));
}

/** What has to be trained needs something that trains; what is not trained there cannot be used again. */
export function refuseTraining({ policy }: LaneFacts, { training, reason }: Opening): Refusal | null {
  const { model, environment, pattern, source, trainer } = policy;
  if (training === 'reuse') {
    if (pattern !== 'deploy-code') return { kind: 'nothing-to-reuse', model, environment };
    return reason === null || reason.trim() === '' ? { kind: 'reason-missing', verb: 'reuse' } : null;
  }
  const trains = pattern === 'deploy-code' && source.environment !== environment;
  return trains && trainer === null ? { kind: 'no-trainer', model, environment } : null;
}

/** A version comes from where it is or was live. */
function refuseOrder({ policy }: LaneFacts, { source, neverLiveIn = null }: Opening): Refusal | null {
  if (neverLiveIn === null || policy.after === 'registered') return null;
  const { model, environment, breakGlass } = policy;
  return { kind: 'not-in-order', model, version: source, environment, before: neverLiveIn, breakGlass };
}

/** What is live already is not asked for again. */
export function refuseAlreadyLive(facts: LaneFacts, opening: Opening): Refusal | null {
  const live = liveFrom(facts, opening);
  return live === null ? null : { kind: 'already-live', version: live.version, since: live.since };
}

/** The live version, when it came from this source version. */
function liveFrom({ lane, policy, others }: LaneFacts, { source, training }: Opening): LiveVersion | null {
  if (lane.live === null) return null;
  const same = policy.source.registry === policy.registry && policy.source.registeredName === policy.registeredName;
  const from = lane.live.release === null ? undefined : others.get(lane.live.release);
  // What a rollback, an adoption or a reuse brought is numbered by this environment's own registry, not by the one that promotions come from.
  const promoted = from?.source.environment === policy.source.environment ? from.source.version : null;
  return (same || training === 'reuse' ? lane.live.version : promoted) === source ? lane.live : null;
}
