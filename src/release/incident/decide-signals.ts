import { effectiveTarget } from '../decide-live.ts';
import type { Actor } from '../event.ts';
import type { IncidentId } from '../ids.ts';
import { accepted, type Decision } from '../outcome.ts';
import { advise } from './advice.ts';
import type { IncidentFacts } from './facts.ts';
import type { Mapped } from './mapping.ts';
import { endingNow, isOfTheVersion } from './over.ts';
import { startOfReturn } from './return.ts';
import type { SignalKind } from './signal.ts';
import { symptomOf } from './symptoms.ts';
import { type Said, takeInto, takesSignals } from './take-signal.ts';
import { appendOf, opening, type Teller, type Telling, tell, tellAll, untold } from './telling.ts';

/** One message of a source, as far as it is about this lane. */
export interface Taking extends Said {
  readonly by: Actor;
  /** The id of the incident of a kind that this message opens: the same however often it is taken. */
  readonly idFor: (of: SignalKind) => IncidentId;
}

/** Incidents in the order in which they were opened; the last one of a kind is the one that counts. */
type Tellings = readonly Telling[];

/** What signals do to their lane, in the order in which they were said. At most one incident of a kind is open after it. Pure. */
export function decideSignals(facts: IncidentFacts, taking: Taking, signals: readonly Mapped[]): Decision {
  const teller: Teller = { now: facts.now, by: taking.by, policy: facts.policy };
  const before = facts.lane.incidents.flatMap(({ incident }) => facts.incidents.get(incident) ?? []).map(untold);
  const after = [...signals]
    .sort(inOrder)
    .reduce<Tellings>((tellings, signal) => taken(tellings, facts, taking, signal, teller), before);
  const appends = after.map(appendOf);
  return accepted({ kind: appends.some(({ events }) => events.length > 0) ? 'noted' : 'unchanged' }, ...appends);
}

/** At the same moment, what is resolved has the last word. */
function inOrder(a: Mapped, b: Mapped): number {
  return a.signal.at - b.signal.at || Number(a.signal.state === 'resolved') - Number(b.signal.state === 'resolved');
}

function taken(all: Tellings, facts: IncidentFacts, taking: Taking, mapped: Mapped, teller: Teller): Tellings {
  const tellings = all.map((one) => endedBy(one, facts, mapped.of, teller));
  const current = tellings.findLast(({ state }) => state.of === mapped.of && takesSignals(state, facts));
  if (current !== undefined) {
    const next = takeInto(current, withTold(facts, tellings), mapped, taking, teller);
    return tellings.map((one) => (one === current ? next : one));
  }
  const opens = mapped.signal.state === 'firing' && !isOfBefore(facts, mapped);
  return opens ? [...tellings, opened(withTold(facts, tellings), taking, mapped, teller)] : tellings;
}

/** What is over by now ends before anything else of its kind is opened. */
function endedBy(telling: Telling, { lane, now }: IncidentFacts, of: SignalKind, teller: Teller): Telling {
  const ending = telling.state.of === of ? endingNow(telling.state, lane, now) : null;
  return ending === null ? telling : tell(telling, ending, teller);
}

/** It was said before what is live went live, of something that is the version's own. */
function isOfBefore({ lane: { live } }: IncidentFacts, { of, signal }: Mapped): boolean {
  return live !== null && live.standing !== 'baseline' && isOfTheVersion(of) && signal.at < live.since;
}

function opened(facts: IncidentFacts, taking: Taking, mapped: Mapped, teller: Teller): Telling {
  const { lane, policy } = facts;
  const { live } = lane;
  const { of } = mapped;
  const symptom = symptomOf(mapped, taking.source, taking.signed);
  const since = live === null || live.standing === 'baseline' ? null : live.since;
  const { model, environment } = policy;
  const told = opening(
    taking.idFor(of),
    {
      kind: 'incident-opened',
      model,
      environment,
      lane: lane.lane,
      of,
      channel: policy.alerts ?? policy.channel,
      live: live === null ? null : { version: live.version, release: live.release, since },
      target: effectiveTarget(facts)?.version ?? null,
      ...advise(facts, of, symptom.startedAt),
      symptom,
    },
    teller,
  );
  return tellAll(told, startOfReturn(facts, told.state, symptom), teller);
}

/** The facts with what this message has changed of the incidents so far. */
function withTold(facts: IncidentFacts, tellings: Tellings): IncidentFacts {
  return { ...facts, incidents: new Map(tellings.map(({ state }) => [state.id, state])) };
}
