import type { IncidentFacts } from './facts.ts';
import type { Mapped } from './mapping.ts';
import { isOfAnother, isOfTheVersion } from './over.ts';
import { startOfReturn } from './return.ts';
import type { IncidentState } from './state.ts';
import { isFull, isLate, knownSymptom, news, symptomOf } from './symptoms.ts';
import { type Draft, type Teller, type Telling, tell, tellAll } from './telling.ts';

/** Who said something, and whether that is proven. */
export interface Said {
  readonly source: string;
  readonly signed: boolean;
}

/** After that, what fires again is an incident of its own. */
const againMs = 3_600_000;

/** Whether a signal still belongs to this incident. One that was resolved long ago, or of a version that is gone, is history. */
export function takesSignals(state: IncidentState, { lane, now }: IncidentFacts): boolean {
  if (state.phase === 'ended') return false;
  if (state.phase !== 'resolved') return true;
  const gone = isOfTheVersion(state.of) && isOfAnother(state, lane);
  return !gone && now - (state.resolvedAt ?? now) <= againMs;
}

/** Where it has no room for an alert any more, a resolved incident stays resolved: that alert opens one of its own. */
export function isClosedTo(state: IncidentState, { source }: Said, key: string): boolean {
  return state.phase === 'resolved' && knownSymptom(state, source, key) === null && isFull(state, source);
}

/** What one signal does to the incident of its kind: nothing where it repeats, comes late, or somebody said that it is no problem. */
export function takeInto(telling: Telling, facts: IncidentFacts, mapped: Mapped, said: Said, teller: Teller): Telling {
  if (telling.state.phase === 'dismissed') return telling;
  const known = knownSymptom(telling.state, said.source, mapped.signal.key);
  if (isLate(known, mapped.signal)) return telling;
  return mapped.signal.state === 'firing'
    ? fires(telling, facts, mapped, said, teller)
    : resolves(telling, mapped, said, teller);
}

function fires(telling: Telling, facts: IncidentFacts, mapped: Mapped, said: Said, teller: Teller): Telling {
  const { state } = telling;
  const known = knownSymptom(state, said.source, mapped.signal.key);
  const symptom = news(known, symptomOf(mapped, said.source, said.signed), state.openedAt);
  if (symptom === null) return telling;
  const kind = state.phase === 'resolved' ? ('incident-reopened' as const) : ('symptom-changed' as const);
  const told = tell(telling, { kind, symptom }, teller);
  const after = startOfReturn(facts, told.state, symptom);
  // An alert for which there is no room is kept all the same where it makes things worse, or would bring the version back.
  const matters = told.state.severity !== state.severity || after.some((one) => one.kind === 'countdown-started');
  if (known === null && !matters && isFull(state, said.source)) return { ...telling, beyond: telling.beyond + 1 };
  return tellAll(told, after, teller);
}

/** That alerts were not kept is written down the first time, and whenever they have become twice as many. */
export function withBeyond(telling: Telling, teller: Teller): Telling {
  const { beyond, state } = telling;
  const grew = beyond > 0 && beyond >= 2 * state.beyond;
  return grew ? tell(telling, { kind: 'alerts-beyond', count: beyond }, teller) : telling;
}

function resolves(telling: Telling, { signal }: Mapped, { source }: Said, teller: Teller): Telling {
  const known = knownSymptom(telling.state, source, signal.key);
  if (telling.state.phase !== 'open' || known === null || known.resolvedAt !== null) return telling;
  const told = tell(telling, { kind: 'symptom-resolved', source, key: signal.key, at: signal.at }, teller);
  const over: Draft = { kind: 'incident-resolved' };
  return told.state.symptoms.every(({ resolvedAt }) => resolvedAt !== null) ? tell(told, over, teller) : told;
}
