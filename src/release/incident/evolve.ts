import type { Happened } from '../event.ts';
import type { IncidentEvent, Symptom } from './event.ts';
import type { Severity } from './signal.ts';
import type { IncidentState } from './state.ts';

type Kind = IncidentEvent['kind'];
type Of<K extends Kind> = Extract<IncidentEvent, { kind: K }>;
type LaterKind = Exclude<Kind, 'incident-opened'>;
type Evolvers = {
  readonly [K in LaterKind]: (state: IncidentState, event: Of<K>, happened: Happened<IncidentEvent>) => IncidentState;
};

/** Folds one event into an incident. `null` before `incident-opened`. Pure. */
export function evolveIncident(state: IncidentState | null, happened: Happened<IncidentEvent>): IncidentState {
  const { event, at } = happened;
  if (event.kind === 'incident-opened') return born(event, at);
  if (state === null) throw new Error(`an incident's log starts with 'incident-opened', not '${event.kind}'`);
  return { ...later(state, event, happened), length: state.length + 1, lastAt: at };
}

/** Folds a whole log; null when it is empty. */
export function foldIncident(log: readonly Happened<IncidentEvent>[]): IncidentState | null {
  return log.reduce<IncidentState | null>(evolveIncident, null);
}

function born(event: Of<'incident-opened'>, at: number): IncidentState {
  const { incident, model, environment, lane, of, channel, live, target, advice, why, symptom } = event;
  return {
    id: incident,
    model,
    environment,
    lane,
    of,
    channel,
    phase: 'open',
    openedAt: at,
    live,
    target,
    advice,
    why,
    severity: symptom.severity,
    symptoms: [{ ...symptom, resolvedAt: null }],
    beyond: 0,
    acknowledged: null,
    askedAt: at,
    snoozedUntil: null,
    dismissed: null,
    reminders: 0,
    countdown: null,
    countdownOver: null,
    scored: null,
    withheld: null,
    answered: [],
    resolvedAt: null,
    endedAt: null,
    length: 1,
    lastAt: at,
  };
}

const evolvers: Evolvers = {
  'symptom-changed': (state, { symptom }) => withSymptom(state, symptom),
  'symptom-resolved': (state, { source, key, at }) => ({
    ...state,
    symptoms: state.symptoms.map((one) =>
      one.source === source && one.key === key ? { ...one, resolvedAt: one.resolvedAt ?? at } : one,
    ),
  }),
  'alerts-beyond': (state, { count }) => ({ ...state, beyond: count }),
  'incident-resolved': (state, _, { at }) => ({ ...state, phase: 'resolved', resolvedAt: at, countdown: null }),
  'incident-reopened': (state, { symptom }, { at }) => ({
    ...withSymptom(state, symptom),
    phase: 'open',
    resolvedAt: null,
    acknowledged: null,
    askedAt: at,
    snoozedUntil: null,
    reminders: 0,
  }),
  'incident-acknowledged': (state, _, { at, by }) => ({
    ...state,
    acknowledged: by.kind === 'person' ? { by: by.id, at } : state.acknowledged,
    snoozedUntil: null,
  }),
  // Not now: at its end everybody is asked anew, whoever had seen it before.
  'incident-snoozed': (state, { until }) => ({
    ...state,
    snoozedUntil: until,
    askedAt: until,
    acknowledged: null,
    reminders: 0,
  }),
  'incident-dismissed': (state, { reason, until }, { at, by }) => ({
    ...state,
    phase: 'dismissed',
    dismissed: { by, at, reason, until },
    countdown: null,
  }),
  'dismissal-ended': (state, _, { at }) => ({ ...state, phase: 'ended', endedAt: at }),
  'incident-reminded': (state, { round }) => ({ ...state, reminders: round }),
  'target-scored': (state, { version, name, value, words }) => ({ ...state, scored: { version, name, value, words } }),
  'countdown-started': (state, { until, target, live }) => ({ ...state, countdown: { until, target, live } }),
  'countdown-cancelled': (state, _, { at, by }) => ({
    ...state,
    countdown: null,
    countdownOver: { at, by, words: null },
  }),
  'countdown-ended': (state, { words }, { at, by }) => ({
    ...state,
    countdown: null,
    countdownOver: { at, by, words },
  }),
  'return-withheld': (state, { guard, words }) => ({ ...state, withheld: { guard, words } }),
  'incident-answered': (state, { release, how }) => ({ ...state, answered: [...state.answered, { release, how }] }),
  'incident-ended': (state, _, { at }) => ({ ...state, phase: 'ended', endedAt: at, countdown: null }),
};

function later<K extends LaterKind>(
  state: IncidentState,
  event: { readonly [P in K]: Of<P> & { readonly kind: P } }[K],
  happened: Happened<IncidentEvent>,
): IncidentState {
  return evolvers[event.kind](state, event, happened);
}

const ranks: Record<Severity, number> = { info: 0, warning: 1, critical: 2 };

/** The worse of two. */
export function worse(a: Severity, b: Severity): Severity {
  return ranks[a] >= ranks[b] ? a : b;
}

function withSymptom(state: IncidentState, symptom: Symptom): IncidentState {
  const known = state.symptoms.some((one) => one.source === symptom.source && one.key === symptom.key);
  const now = { ...symptom, resolvedAt: null };
  const symptoms = known
    ? state.symptoms.map((one) => (one.source === symptom.source && one.key === symptom.key ? now : one))
    : [...state.symptoms, now];
  return { ...state, symptoms, severity: worse(state.severity, symptom.severity) };
}
