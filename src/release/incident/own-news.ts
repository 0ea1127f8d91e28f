import type { Actor } from '../event.ts';
import type { IncidentId } from '../ids.ts';
import { decideSignals } from './decide-signals.ts';
import type { Symptom } from './event.ts';
import type { IncidentFacts } from './facts.ts';
import { mapSignal } from './mapping.ts';
import { ownSource } from './own-live.ts';
import type { Signal, SignalKind } from './signal.ts';
import { knownSymptom } from './symptoms.ts';

/** By whom a check of our own is told. */
export const ownChecking: Actor = { kind: 'signalbox', rule: 'own-check' };

/** Whether what a check found changes anything: what is fine was wrong before, and what fires is not known as it is. Pure. */
export function isNews(facts: IncidentFacts, found: Signal, idFor: (of: SignalKind) => IncidentId): boolean {
  const known = firingNow(facts, found);
  if (found.state === 'resolved' && known === null) return false;
  const mapped = mapSignal(known === null ? found : asKnown(found, known), [], [facts.policy], facts.now);
  if (mapped.kind === 'unmapped') return false;
  const decision = decideSignals(facts, { source: ownSource, signed: true, by: ownChecking, idFor }, [mapped]);
  return decision.kind === 'accepted' && decision.answer.kind === 'noted';
}

function firingNow({ incidents }: IncidentFacts, { key, kind }: Signal): Symptom | null {
  const open = [...incidents.values()].filter(({ phase, of }) => phase === 'open' && of === kind);
  const known = open.map((state) => knownSymptom(state, ownSource, key));
  return known.find((one) => one?.resolvedAt === null) ?? null;
}

/** The same number over another window, of other samples, is none that anybody waits for. */
function asKnown(found: Signal, { title, words, reading, window, startedAt }: Symptom): Signal {
  if (found.state === 'resolved') return found;
  return found.title === title ? { ...found, words, reading, window, startedAt } : { ...found, startedAt };
}
