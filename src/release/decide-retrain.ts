import { alreadyOpen, type Opening, openingOf, refuseUnreachable, rulesAtRequest } from './decide-open.ts';
import type { LaneFacts } from './facts.ts';
import { accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { isForReview } from './plan.ts';
import { personOf, refuseVerb } from './rights.ts';
import { releaseStream } from './stream.ts';

/** A wish to train the commit of what is live once more. */
export type Again = Pick<Opening, 'id' | 'by' | 'reason' | 'via'>;

/** Opens a promotion of what is live that trains before anybody is asked, or names the one that is open. */
export function decideRetrain(facts: LaneFacts, again: Again): Decision {
  const { live } = facts.lane;
  if (live === null) return refused({ kind: 'nothing-live', model: facts.policy.model });
  const open = facts.lane.open.find(({ release }) => isRetraining(facts, release));
  if (open !== undefined) return alreadyOpen(open);
  const no = refuse(facts, again);
  if (no !== null) return refused(no);
  const opening = { ...again, source: live.version, training: 'retrain' as const };
  const event = openingOf(facts, opening, 'promotion', { alone: false, undoes: null });
  return accepted({ kind: 'opened', release: again.id }, { stream: releaseStream(again.id), events: [event] });
}

function isRetraining({ others }: LaneFacts, release: Opening['id']): boolean {
  const other = others.get(release);
  return other !== undefined && isForReview(other);
}

function refuse(facts: LaneFacts, { by, reason }: Again): Refusal | null {
  const { policy } = facts;
  const person = personOf(by);
  const verb = person === null ? null : refuseVerb(facts, person, 'request');
  if (verb !== null) return verb;
  if (policy.mode !== 'enforce') return { kind: 'not-enforced', mode: policy.mode };
  const { model, environment, pattern, trainer } = policy;
  if (pattern !== 'deploy-code') return { kind: 'cannot-retrain', model, environment, asked: 'retrain' };
  if (trainer === null) return { kind: 'no-trainer', model, environment };
  if (reason === null || reason.trim() === '') return { kind: 'reason-missing', verb: 'retrain' };
  return person === null ? null : refuseUnreachable(facts, rulesAtRequest(policy.approvals, person));
}
