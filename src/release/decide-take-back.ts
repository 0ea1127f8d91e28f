import { evidenceOf } from './evidence-of.ts';
import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import { accepted, type Decision, refused } from './outcome.ts';
import { waitFirst } from './pause-words.ts';
import { quorum } from './quorum.ts';
import { refusePhase } from './refuse-phase.ts';
import { refuseStranger } from './rights.ts';
import { releaseStream } from './stream.ts';

/** Until the execution starts, whoever said yes may take it back; what had all its approvals is in review again. */
export function decideTakeBack(facts: ReleaseFacts, by: PersonId): Decision {
  const no = refuseStranger(facts, by) ?? refusePhase(facts, 'take back', ['review', 'approved']);
  if (no !== null) return refused(no);
  const { state } = facts;
  const left = state.approvals.filter((one) => one.person !== by);
  if (left.length === state.approvals.length) return refused({ kind: 'not-approved-by-you' });
  const { digest, requirements } = evidenceOf(state);
  const { have, need } = quorum(requirements, left);
  return accepted(
    { kind: 'approval-taken-back', release: state.id, have, need },
    {
      stream: releaseStream(state.id),
      events: [...waitFirst(facts), { kind: 'approval-taken-back', v: 1, evidence: digest }],
    },
  );
}
