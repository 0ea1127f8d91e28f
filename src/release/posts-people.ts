import type { PersonId } from './ids.ts';
import type { PrincipalRef } from './lane-policy.ts';
import { quorum } from './quorum.ts';
import type { ReleaseState } from './state.ts';
import type { Around } from './view-shape.ts';

/** Who has to do something about a card as it is: reviewers still needed, the requester of what is blocked, who can mend a failure. */
export function mustAct(state: ReleaseState, around: Around): readonly PrincipalRef[] {
  if (state.mode !== 'enforce') return [];
  switch (state.phase) {
    case 'blocked':
      return requester(state);
    case 'review':
      return stillNeeded(state);
    case 'failed':
      return [...new Set([...requester(state), ...around.rescuers])];
    default:
      return [];
  }
}

/** Break-glass is told to everybody who answers for the lane, and to who asked. */
export function mustHear(state: ReleaseState, around: Around): readonly PrincipalRef[] {
  return [...new Set([...around.rescuers, ...requester(state)])];
}

/** The person who asked, if a person did. */
export function requester({ opened }: ReleaseState): readonly PersonId[] {
  return opened.by.kind === 'person' ? [opened.by.id] : [];
}

/** Whose yes is missing now and was not before; nobody is asked for what could not take effect. */
export function newlyNeeded(before: ReleaseState, after: ReleaseState): readonly PrincipalRef[] {
  const was = openGroups(before);
  return stillNeeded(after).filter((group) => !was.includes(group));
}

function stillNeeded(state: ReleaseState): readonly PrincipalRef[] {
  const { evidence, alone, waiting, mode } = state;
  const asksNobody = evidence?.requirements.automatic || alone || waiting !== null || mode !== 'enforce';
  return asksNobody ? [] : openGroups(state);
}

function openGroups({ evidence, approvals }: ReleaseState): readonly PrincipalRef[] {
  if (evidence === null) return [];
  return [...new Set(quorum(evidence.requirements, approvals).open.flatMap((seat) => seat.from))];
}
