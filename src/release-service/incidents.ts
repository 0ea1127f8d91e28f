import type { StreamId } from '../release/event.ts';
import type { IncidentId, LaneKey, PersonId } from '../release/ids.ts';
import { foldIncident } from '../release/incident/evolve.ts';
import type { IncidentFacts } from '../release/incident/facts.ts';
import { isIncidentEvent } from '../release/incident/lane-incidents.ts';
import type { IncidentState } from '../release/incident/state.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { incidentStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { type Known, laneFacts, laneFactsWithPeople, nobody } from './facts.ts';

/** Facts about a lane and its incidents, with the lengths that an append decided on them expects. */
export interface KnownIncidents {
  readonly facts: IncidentFacts;
  readonly lengths: ReadonlyMap<StreamId, number>;
}

/** An incident as its log tells it; null where there is none. */
export async function loadIncident(
  { store }: Pick<Deps, 'store'>,
  incident: IncidentId,
  lane: LaneKey,
): Promise<IncidentState | null> {
  const entries = await store.load(incidentStream(incident, lane));
  return foldIncident(
    entries.flatMap(({ event, at, by, index }) => (isIncidentEvent(event) ? [{ event, at, by, index }] : [])),
  );
}

/** All that a decision about this lane's incidents may look at, as of now. */
export async function incidentFacts(deps: Deps, policy: LanePolicy): Promise<KnownIncidents> {
  return withIncidents(deps, await laneFacts(deps, policy, [], nobody));
}

/** The same with who is who. */
export async function incidentFactsWithPeople(
  deps: Deps,
  policy: LanePolicy,
  people: readonly PersonId[],
): Promise<KnownIncidents> {
  return withIncidents(deps, await laneFactsWithPeople(deps, policy, people, []));
}

/** The same facts with the incidents that their lane knows of. */
export async function withIncidents(deps: Deps, { facts, lengths }: Known): Promise<KnownIncidents> {
  const { lane, incidents: ids } = facts.lane;
  const loaded = await Promise.all(ids.map(({ incident }) => loadIncident(deps, incident, lane)));
  const states = loaded.filter((state) => state !== null);
  const own = states.map(({ id, length }): [StreamId, number] => [incidentStream(id, lane), length]);
  return {
    facts: { ...facts, incidents: new Map(states.map((state) => [state.id, state])) },
    lengths: new Map([...lengths, ...own]),
  };
}
