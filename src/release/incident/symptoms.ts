import type { Symptom } from './event.ts';
import type { Mapped } from './mapping.ts';
import type { IncidentState } from './state.ts';

type Known = IncidentState['symptoms'][number];

/** How often a number that goes on changing is written down, at first: the longer an incident lasts, the less often. */
const quietMs = 5 * 60_000;
const quietPart = 20;

/** An alert as its incident keeps it. */
export function symptomOf({ signal, severity, version }: Mapped, source: string, signed: boolean): Symptom {
  const { key, title, words, reading, past, features, window, startedAt, at, url } = signal;
  const before = past === undefined ? {} : { past };
  const kept = { reading, ...before, features: [...features], window, startedAt, at, url };
  return { source, key, title, words, severity, ...kept, version, signed };
}

export function knownSymptom({ symptoms }: IncidentState, source: string, key: string): Known | null {
  return symptoms.find((one) => one.source === source && one.key === key) ?? null;
}

/** An incident keeps so many alerts of one source: no source can fill it for the others. */
export const mostOfSource = 50;

/** Whether it keeps no other alert of this source. */
export function isFull({ symptoms }: IncidentState, source: string): boolean {
  return symptoms.filter((one) => one.source === source).length >= mostOfSource;
}

/** Whether the incident knows this, or newer, already: messages come late, out of order and again. At one moment, resolved has the last word. */
export function isLate(known: Known | null, { state, at }: Pick<Mapped['signal'], 'state' | 'at'>): boolean {
  if (known === null) return false;
  if (known.resolvedAt !== null) return at <= known.resolvedAt;
  return state === 'firing' ? at <= known.at : at < known.at;
}

/** What the incident does not know of it yet, as it is to be kept; null for a repetition. One that goes on began when it was first said to. */
export function news(known: Known | null, symptom: Symptom, openedAt: number): Symptom | null {
  if (known === null || known.resolvedAt !== null) return symptom;
  const now = { ...symptom, startedAt: Math.min(known.startedAt, symptom.startedAt) };
  const again = symptom.startedAt > known.at;
  const quiet = Math.max(quietMs, (symptom.at - openedAt) / quietPart);
  const moved = symptom.at - known.at >= quiet && (again || isMoved(known, now));
  return moved || isChanged(known, now) ? now : null;
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
