import type { Actor } from '../release/event.ts';
import { isOfTheVersion } from '../release/incident/over.ts';
import { appendOf, tell, untold } from '../release/incident/telling.ts';
import type { Decision } from '../release/outcome.ts';
import type { Deps } from './deps.ts';
import type { Known } from './facts.ts';
import { withIncidents } from './incidents.ts';
import type { Decided } from './write.ts';

/** A rollback that somebody opens is told to what is wrong with the version that it takes back, in the same append. */
export async function toldToIncidents(
  deps: Deps,
  known: Known,
  decision: Decision,
  by: Actor,
): Promise<Pick<Decided, 'decision' | 'lengths'>> {
  const wrong = known.facts.lane.incidents.some(({ phase, of }) => phase === 'open' && isOfTheVersion(of));
  if (!wrong || decision.kind === 'refused' || decision.answer.kind !== 'opened')
    return { decision, lengths: known.lengths };
  const { release } = decision.answer;
  const { facts, lengths } = await withIncidents(deps, known);
  const open = [...facts.incidents.values()].filter(({ phase, of }) => phase === 'open' && isOfTheVersion(of));
  const told = open.map((state) =>
    appendOf(tell(untold(state), { kind: 'incident-answered', release, how: 'rollback' }, { ...facts, by })),
  );
  return { decision: { ...decision, appends: [...decision.appends, ...told] }, lengths };
}
