import { acceptableVerdicts, acceptingGroups } from './acceptance.ts';
import { hasChecklist } from './checklist.ts';
import type { Phase, ReleaseState } from './state.ts';

/** Everything a card can offer. */
export type ReleaseVerb =
  | 'approve'
  | 'approve-with-note'
  | 'take-back'
  | 'accept-verdicts'
  | 'close-follow-up'
  | 'reject'
  | 'withdraw'
  | 'check-again'
  | 'stop'
  | 'retry'
  | 'put-back'
  | 'abandon'
  | 'by-hand'
  | 'roll-back'
  | 'request-next'
  | 'request-again'
  | 'resume'
  | 'evidence'
  | 'history';

const offered: Record<Phase, readonly ReleaseVerb[]> = {
  gathering: ['check-again', 'withdraw', 'history'],
  blocked: ['accept-verdicts', 'check-again', 'evidence', 'withdraw', 'history'],
  review: ['approve', 'approve-with-note', 'reject', 'evidence', 'take-back', 'withdraw', 'check-again', 'history'],
  approved: ['evidence', 'withdraw', 'reject', 'take-back', 'check-again', 'history'],
  executing: ['stop', 'evidence', 'history'],
  failed: ['retry', 'put-back', 'evidence', 'abandon', 'by-hand', 'history'],
  watching: ['roll-back', 'resume', 'evidence', 'history'],
  verified: ['roll-back', 'request-next', 'resume', 'evidence', 'history'],
  rejected: ['request-again', 'evidence', 'history'],
  withdrawn: ['request-again', 'evidence', 'history'],
  expired: ['request-again', 'evidence', 'history'],
  superseded: ['evidence', 'history'],
  abandoned: ['request-again', 'evidence', 'history'],
  'rolled-back': ['resume', 'request-again', 'evidence', 'history'],
  concluded: ['request-again', 'evidence', 'history'],
};

/** What `decide` would accept for this release now, and what can be looked at; the order is the order of importance. */
export function available(state: ReleaseState): readonly ReleaseVerb[] {
  return withFollowUp(state, offered[state.phase]).filter((verb) => meant(state, verb) && fits(state, verb));
}

function fits(state: ReleaseState, verb: ReleaseVerb): boolean {
  const leaving = state.execution !== null && (state.execution.stop !== null || state.execution.putBack !== null);
  switch (verb) {
    case 'approve':
      return asksForYes(state) && !hasChecklist(state.evidence?.requirements ?? {});
    case 'approve-with-note':
      return asksForYes(state);
    case 'take-back':
      return state.approvals.length > 0;
    case 'accept-verdicts':
      return someoneMayAccept(state);
    case 'evidence':
      return state.evidence !== null;
    case 'stop':
      return !leaving;
    case 'request-next':
      return state.kind !== 'rollback';
    case 'request-again':
      return state.kind === 'promotion' && mayAskAgain(state);
    default:
      return true;
  }
}

/** Nobody is asked while it waits for a pause to end. */
function asksForYes({ waiting }: ReleaseState): boolean {
  return waiting === null;
}

function someoneMayAccept(state: ReleaseState): boolean {
  const { evidence } = state;
  return evidence !== null && acceptingGroups(evidence.requirements).length > 0 && acceptableVerdicts(state).length > 0;
}

/** What is left to do where nothing is enforced. */
const harmless: readonly ReleaseVerb[] = ['check-again', 'withdraw', 'request-again', 'evidence', 'history'];

function meant({ mode }: ReleaseState, verb: ReleaseVerb): boolean {
  return mode === 'enforce' || harmless.includes(verb);
}

/** A review that another person owes stands beside what they may have to do about it. */
function withFollowUp({ followUp }: ReleaseState, verbs: readonly ReleaseVerb[]): readonly ReleaseVerb[] {
  if (followUp === null || followUp.closed !== null) return verbs;
  const first = verbs[0] === 'roll-back' ? 1 : 0;
  return [...verbs.slice(0, first), 'close-follow-up', ...verbs.slice(first)];
}

/** Asking again means something where asking does: once the policy enforces it. */
function mayAskAgain({ ended, mode }: ReleaseState): boolean {
  return (ended?.event.kind === 'concluded' ? ended.event.mode : mode) === 'enforce';
}
