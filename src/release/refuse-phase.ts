import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import type { Refusal } from './outcome.ts';
import { personOf } from './rights.ts';
import { endedPhases, type Phase, type ReleaseState } from './state.ts';

/** Null when this verb fits where the release is; otherwise where it is, and who brought it there and when. */
export function refusePhase(
  facts: Pick<ReleaseFacts, 'state'>,
  verb: string,
  phases: readonly Phase[],
): Refusal | null {
  const { state } = facts;
  if (phases.includes(state.phase)) return null;
  return { kind: 'wrong-phase', verb, phase: state.phase, ...lastDecision(state) };
}

function lastDecision(state: ReleaseState): { readonly by: PersonId | null; readonly at: number } {
  const last = endedPhases.includes(state.phase) ? state.ended : state.execution?.stop;
  if (last != null) return { by: personOf(last.by), at: last.at };
  const vote = state.approvals.at(-1);
  return vote === undefined ? { by: null, at: state.lastAt } : { by: vote.person, at: vote.at };
}
