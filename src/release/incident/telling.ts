import type { Actor } from '../event.ts';
import type { IncidentId, LaneKey } from '../ids.ts';
import type { LanePolicy } from '../lane-policy.ts';
import type { Append } from '../outcome.ts';
import { incidentStream } from '../stream.ts';
import type { IncidentEvent } from './event.ts';
import { evolveIncident } from './evolve.ts';
import { nextIncidentLook } from './next-look.ts';
import type { IncidentState } from './state.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** An event of an incident before it is known when that wants its next look. */
export type Draft = Without<IncidentEvent, 'v' | 'incident' | 'look'>;

/** An incident with what is to be written of it, and as it is after that. */
export interface Telling {
  readonly state: IncidentState;
  readonly events: readonly IncidentEvent[];
  /** Alerts of this message for which it has no room. */
  readonly beyond: number;
}

/** Who tells, when, and under which policy. */
export interface Teller {
  readonly now: number;
  readonly by: Actor;
  readonly policy: Pick<LanePolicy, 'watching'>;
}

export function untold(state: IncidentState): Telling {
  return { state, events: [], beyond: 0 };
}

/** The first word of an incident. */
export function opening(id: IncidentId, draft: Draft & { readonly kind: 'incident-opened' }, teller: Teller): Telling {
  return { ...grown(id, null, [], draft, teller), beyond: 0 };
}

/** The incident with one thing more to be written of it. */
export function tell({ state, events, beyond }: Telling, draft: Draft, teller: Teller): Telling {
  return { ...grown(state.id, state, events, draft, teller), beyond };
}

/** Several things, in their order. */
export function tellAll(telling: Telling, drafts: readonly Draft[], teller: Teller): Telling {
  return drafts.reduce((told, draft) => tell(told, draft, teller), telling);
}

export function appendOf({ state, events }: Omit<Telling, 'beyond'>): Append {
  return { stream: streamOf(state), events };
}

export function streamOf({ id, lane }: { readonly id: IncidentId; readonly lane: LaneKey }): Append['stream'] {
  return incidentStream(id, lane);
}

function grown(
  incident: IncidentId,
  before: IncidentState | null,
  events: readonly IncidentEvent[],
  draft: Draft,
  { now, by, policy }: Teller,
): Omit<Telling, 'beyond'> {
  const event: IncidentEvent = { ...draft, v: 1, incident, look: null };
  const state = evolveIncident(before, { event, at: now, by, index: before?.length ?? 0 });
  return { state, events: [...events, { ...event, look: nextIncidentLook(state, policy.watching) }] };
}
