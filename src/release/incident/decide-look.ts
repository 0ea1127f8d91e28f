import type { Actor } from '../event.ts';
import type { LanePolicy, PrincipalRef } from '../lane-policy.ts';
import { accepted, type Decision } from '../outcome.ts';
import type { IncidentFacts } from './facts.ts';
import { dueRound } from './next-look.ts';
import { endingNow } from './over.ts';
import type { IncidentState } from './state.ts';
import { appendOf, type Draft, tell, untold } from './telling.ts';

/** Who looks. */
export const looking: Actor = { kind: 'signalbox', rule: 'look' };

/** Whether the end of a countdown is what a look is about; whatever else is due waits until after it. */
export function returnIsDue({ phase, countdown }: IncidentState, now: number): boolean {
  return phase === 'open' && countdown !== null && now >= countdown.until;
}

/** What time, or another version, does to an incident: it ends, or somebody is reminded. Late looks do what is due now, once. */
export function decideLook(facts: IncidentFacts, state: IncidentState): Decision {
  const due = endingNow(state, facts.lane, facts.now) ?? reminder(facts, state);
  if (due === null) return accepted({ kind: 'unchanged' });
  const teller = { now: facts.now, by: looking, policy: facts.policy };
  return accepted({ kind: 'noted' }, appendOf(tell(untold(state), due, teller)));
}

function reminder({ policy, now }: IncidentFacts, state: IncidentState): Draft | null {
  const round = dueRound(state, policy.watching, now);
  return round === null ? null : { kind: 'incident-reminded', round, groups: [...remindedIn(policy, round)] };
}

/** The first group, or who owns the model; from the second round on the second group, too. */
export function remindedIn({ watching, owner }: LanePolicy, round: number): readonly PrincipalRef[] {
  const first = watching.tell.length > 0 ? watching.tell : owner;
  return [...new Set([...first, ...(round > 1 ? watching.second : [])])];
}
