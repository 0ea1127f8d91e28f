import type { PersonId } from './ids.ts';
import type { PrincipalRef } from './lane-policy.ts';
import { quorum } from './quorum.ts';
import type { ReleaseState } from './state.ts';
import type { Around } from './view-shape.ts';

/** Who has to do something about a card as it is: reviewers still needed, the requester of what is blocked, who can mend a failure. */
export function mustAct(state: ReleaseState, around: Around): readonly PrincipalRef[] {
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

/** The person who asked, if a person did. */
export function requester({ opened }: ReleaseState): readonly PersonId[] {
  return opened.by.kind === 'person' ? [opened.by.id] : [];
}

function stillNeeded({ evidence, approvals, alone }: ReleaseState): readonly PrincipalRef[] {
  if (evidence === null || evidence.requirements.automatic || alone) return [];
  return [...new Set(quorum(evidence.requirements, approvals).open.flatMap((seat) => seat.from))];
}
