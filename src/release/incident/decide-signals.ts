import { effectiveTarget } from '../decide-live.ts';
import type { Actor } from '../event.ts';
import type { IncidentId } from '../ids.ts';
import { type Append, accepted, type Decision } from '../outcome.ts';
import { laneStream } from '../stream.ts';
import { advise } from './advice.ts';
import { calming, wasCalmed } from './calmed.ts';
import type { IncidentFacts } from './facts.ts';
import type { Mapped } from './mapping.ts';
import { endingNow, isOfTheVersion } from './over.ts';
import { startOfReturn } from './return.ts';
import { withSaidOfTarget } from './said-of-target.ts';
import type { SignalKind } from './signal.ts';
import type { IncidentState } from './state.ts';
import { isFull, isLate, knownSymptom, symptomOf } from './symptoms.ts';
import { isClosedTo, type Said, takeInto, takesSignals, withBeyond } from './take-signal.ts';
import { appendOf, opening, type Teller, type Telling, tell, tellAll, untold } from './telling.ts';

/** One message of a source, as far as it is about this lane. */
export interface Taking extends Said {
  readonly by: Actor;
  /** The id of the incident of a kind that this message opens: the same however often it is taken. */
  readonly idFor: (of: SignalKind) => IncidentId;
}

/** What was taken so far: incidents in the order in which they were opened, of which the last of a kind counts, and what is over unheard. */
interface Taken {
  readonly tellings: readonly Telling[];
  readonly calmed: readonly Calmed[];
}

type Calmed = NonNullable<ReturnType<typeof calming>>;

/** What signals do to their lane, in the order in which they were said. At most one incident of a kind is open after it. Pure. */
export function decideSignals(facts: IncidentFacts, taking: Taking, signals: readonly Mapped[]): Decision {
  const teller: Teller = { now: facts.now, by: taking.by, policy: facts.policy };
  const known = facts.lane.incidents.flatMap(({ incident }) => facts.incidents.get(incident) ?? []).map(untold);
  const after = [...signals]
    .sort(inOrder)
    .reduce<Taken>((sofar, signal) => taken(sofar, facts, taking, signal, teller), { tellings: known, calmed: [] });
  const lane: Append = { stream: laneStream(facts.lane.lane), events: after.calmed };
  const tellings = after.tellings.map((one) => withBeyond(compared(one, taking, signals, teller), teller));
  const appends = [...tellings.map(appendOf), lane];
  return accepted({ kind: appends.some(({ events }) => events.length > 0) ? 'noted' : 'unchanged' }, ...appends);
}

/** What a source that is believed says of the version that a rollback would go to. */
function compared(telling: Telling, { signed }: Taking, signals: readonly Mapped[], teller: Teller): Telling {
  const alike = signed ? signals.filter(({ of }) => of === telling.state.of) : [];
  return alike.reduce((told, mapped) => withSaidOfTarget(told, mapped, teller), telling);
}

/** At the same moment, what is resolved has the last word. */
function inOrder(a: Mapped, b: Mapped): number {
  return a.signal.at - b.signal.at || Number(a.signal.state === 'resolved') - Number(b.signal.state === 'resolved');
}

function taken(sofar: Taken, facts: IncidentFacts, taking: Taking, mapped: Mapped, teller: Teller): Taken {
  const tellings = sofar.tellings.map((one) => endedBy(one, facts, mapped.of, teller));
  const now = { ...sofar, tellings };
  const own = tellings.filter(({ state }) => state.of === mapped.of && state.phase !== 'ended');
  const current = own.findLast(
    ({ state }) => takesSignals(state, facts) && !isClosedTo(state, taking, mapped.signal.key),
  );
  if (current?.state.phase === 'dismissed') return now;
  if (mapped.signal.state === 'resolved' && current !== undefined && wasOnlyCounted(current.state, taking, mapped))
    return now;
  if (mapped.signal.state === 'resolved' && !own.some((one) => hasHeard(one, taking, mapped)))
    return { tellings, calmed: [...sofar.calmed, ...calm(facts, taking, mapped)] };
  if (mapped.signal.state === 'firing' && isHistory(facts, now, own, taking, mapped)) return now;
  return { ...now, tellings: believed(facts, tellings, current, taking, mapped, teller) };
}

function believed(
  before: IncidentFacts,
  tellings: readonly Telling[],
  current: Telling | undefined,
  taking: Taking,
  mapped: Mapped,
  teller: Teller,
): readonly Telling[] {
  const facts = { ...before, incidents: new Map(tellings.map(({ state }) => [state.id, state])) };
  if (current === undefined)
    return mapped.signal.state === 'resolved' ? tellings : [...tellings, opened(facts, taking, mapped, teller)];
  const next = takeInto(current, facts, mapped, taking, teller);
  return tellings.map((one) => (one === current ? next : one));
}

/** Whether an alert that is over was none of those that its incident keeps: nothing has to be remembered of it. */
function wasOnlyCounted(state: IncidentState, { source }: Taking, { signal }: Mapped): boolean {
  return state.beyond > 0 && isFull(state, source) && knownSymptom(state, source, signal.key) === null;
}

/** Whether an incident knows what is said to be over: it fires there, or was over later. */
function hasHeard({ state }: Telling, { source }: Taking, { signal }: Mapped): boolean {
  const known = knownSymptom(state, source, signal.key);
  return known !== null && (known.resolvedAt === null || signal.at <= known.resolvedAt);
}

/** Whether something that is said to be wrong was over by then, or was of a version that is not live any more. */
function isHistory(
  facts: IncidentFacts,
  { calmed }: Taken,
  own: readonly Telling[],
  { source }: Taking,
  mapped: Mapped,
): boolean {
  const { signal } = mapped;
  const over = own.some(({ state }) => isLate(knownSymptom(state, source, signal.key), signal));
  return over || wasCalmed([...facts.lane.calmed, ...calmed], mapped, source) || isOfBefore(facts, mapped);
}

function calm({ lane, now }: IncidentFacts, { source }: Taking, mapped: Mapped): readonly Calmed[] {
  const event = calming(lane, mapped, source, now);
  return event === null ? [] : [event];
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
