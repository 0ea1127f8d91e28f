import type { Symptom } from './event.ts';
import type { Mapped } from './mapping.ts';
import type { IncidentState } from './state.ts';

type Known = IncidentState['symptoms'][number];

/** How often a number that goes on changing is written down. */
const quietMs = 5 * 60_000;

/** An alert as its incident keeps it. */
export function symptomOf({ signal, severity, version }: Mapped, source: string, signed: boolean): Symptom {
  const { key, title, words, reading, features, window, startedAt, at, url } = signal;
  const kept = { reading, features: [...features], window, startedAt, at, url };
  return { source, key, title, words, severity, ...kept, version, signed };
}

export function knownSymptom({ symptoms }: IncidentState, source: string, key: string): Known | null {
  return symptoms.find((one) => one.source === source && one.key === key) ?? null;
}

/** Whether this was said before what the incident knows already: messages come late, and out of order. */
export function isLate(known: Known | null, at: number): boolean {
  if (known === null) return false;
  return known.resolvedAt === null ? at < known.at : at <= known.resolvedAt;
}

/** What the incident does not know of it yet, as it is to be kept; null for a repetition. One that goes on began when it was first said to. */
export function news(known: Known | null, symptom: Symptom): Symptom | null {
  if (known === null || known.resolvedAt !== null) return symptom;
  const now = { ...symptom, startedAt: Math.min(known.startedAt, symptom.startedAt) };
  return isChanged(known, now) || (symptom.at - known.at >= quietMs && isMoved(known, now)) ? now : null;
}

function isChanged(a: Symptom, b: Symptom): boolean {
  return a.severity !== b.severity || a.signed !== b.signed || a.version !== b.version || a.startedAt !== b.startedAt;
}

function isMoved(a: Symptom, b: Symptom): boolean {
  return said(a) !== said(b);
}

function said({ title, words, reading, features, window, url }: Symptom): string {
  return JSON.stringify([title, words, reading, features, window, url]);
}
