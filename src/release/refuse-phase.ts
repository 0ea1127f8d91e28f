import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import type { Refusal } from './outcome.ts';
import { personOf } from './rights.ts';
import { endedPhases, type Phase } from './state.ts';

/** Null when this verb fits where the release is; otherwise where it is, and who brought it there and when. */
export function refusePhase(
  facts: Pick<ReleaseFacts, 'state'>,
  verb: string,
  phases: readonly Phase[],
): Refusal | null {
  const { state } = facts;
  if (phases.includes(state.phase)) return null;
  return { kind: 'wrong-phase', verb, phase: state.phase, by: lastDecider(facts), at: state.ended?.at ?? state.lastAt };
}

function lastDecider({ state }: Pick<ReleaseFacts, 'state'>): PersonId | null {
  const last = endedPhases.includes(state.phase) ? state.ended?.by : state.execution?.stop?.by;
  return last === undefined ? (state.approvals.at(-1)?.person ?? null) : personOf(last);
}
