import type { Actor } from '../release/event.ts';
import type { IncidentId } from '../release/ids.ts';
import { isOfTheVersion } from '../release/incident/over.ts';
import type { IncidentState } from '../release/incident/state.ts';
import { appendOf, tell, untold } from '../release/incident/telling.ts';
import type { Decision } from '../release/outcome.ts';
import type { Deps } from './deps.ts';
import type { Known } from './facts.ts';
import { withIncidents } from './incidents.ts';
import type { Decided } from './write.ts';

/** What opens here, and which of the open incidents it answers. */
interface Answering {
  readonly how: IncidentState['answered'][number]['how'];
  readonly answers: (state: IncidentState) => boolean;
}

/** A rollback answers what is wrong with the version that it takes back. */
export const rollback: Answering = { how: 'rollback', answers: ({ of }) => isOfTheVersion(of) };

/** A retraining answers the incident that it was asked for on, or every one that it is the advice for. */
export function retraining(incident: IncidentId | undefined): Answering {
  return {
    how: 'retrain',
    answers: ({ id, advice }) => (incident === undefined ? advice === 'retrain' : id === incident),
  };
}

/** What somebody opens is told to the incidents that it answers, in the same append. */
export async function toldToIncidents(
  deps: Deps,
  known: Known,
  decision: Decision,
  by: Actor,
  { how, answers }: Answering = rollback,
): Promise<Pick<Decided, 'decision' | 'lengths'>> {
  const wrong = known.facts.lane.incidents.some(({ phase }) => phase === 'open');
  if (!wrong || decision.kind === 'refused' || decision.answer.kind !== 'opened')
    return { decision, lengths: known.lengths };
  const { release } = decision.answer;
  const { facts, lengths } = await withIncidents(deps, known);
  const open = [...facts.incidents.values()].filter((state) => state.phase === 'open' && answers(state));
  const told = open.map((state) =>
    appendOf(tell(untold(state), { kind: 'incident-answered', release, how }, { ...facts, by })),
  );
  return { decision: { ...decision, appends: [...decision.appends, ...told] }, lengths };
}
