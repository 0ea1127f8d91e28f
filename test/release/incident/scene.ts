import type { Actor, Entry } from '../../../src/release/event.ts';
import { evolve } from '../../../src/release/evolve.ts';
import { IncidentId } from '../../../src/release/ids.ts';
import { decideSignals } from '../../../src/release/incident/decide-signals.ts';
import { evolveIncident } from '../../../src/release/incident/evolve.ts';
import type { IncidentFacts } from '../../../src/release/incident/facts.ts';
import { isIncidentEvent } from '../../../src/release/incident/lane-incidents.ts';
import type { Mapped } from '../../../src/release/incident/mapping.ts';
import { type Signal, SignalKind } from '../../../src/release/incident/signal.ts';
import type { IncidentState } from '../../../src/release/incident/state.ts';
import { evolveLane } from '../../../src/release/lane.ts';
import type { LanePolicy, Watching } from '../../../src/release/lane-policy.ts';
import type { LaneState } from '../../../src/release/lane-state.ts';
import type { Decision } from '../../../src/release/outcome.ts';
import { isReleaseEvent } from '../../../src/release/release-entries.ts';
import type { ReleaseState } from '../../../src/release/state.ts';
import { releaseStream } from '../../../src/release/stream.ts';
import {
  approvedLog,
  lane,
  laneFacts,
  live,
  liveVersion,
  policy as plain,
  released,
  started,
  upTo,
  v,
} from '../scene.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const start = 1_000 * day;

/** v14 went live half an hour ago by release 14 and is watched; v12 was verified before it. */
export const watched: ReleaseState = released(
  ...approvedLog,
  started({ to: v(14) }),
  ...upTo('confirm-champion'),
  live(v(14), start + hour),
);

export const back: Partial<Watching> = { onBreach: 'auto-rollback', automates: ['errors', 'latency', 'performance'] };

export function policyWith(watching: Partial<Watching>, over: Partial<LanePolicy> = {}): LanePolicy {
  return { ...plain, ...over, watching: { ...plain.watching, ...watching } };
}

export function watchedLane(over: Partial<LaneState> = {}): LaneState {
  const v14 = { ...liveVersion(14, watched.id, 'watching'), since: start - 30 * minute };
  return lane({ live: v14, trusted: [liveVersion(12, null)], ...over });
}

/** The same while what is live is watched for so long. */
export function watchedFor(ms: number, facts: IncidentFacts): IncidentFacts {
  const others = [...facts.others].map(([key, release]) => {
    const { live: shown } = release;
    return [key, { ...release, live: shown === null ? null : { ...shown, watchUntil: start + ms } }] as const;
  });
  return { ...facts, others: new Map(others) };
}

interface Scene extends Partial<Omit<IncidentFacts, 'policy' | 'others'>> {
  readonly watching?: Partial<Watching>;
  readonly policy?: Partial<LanePolicy>;
  readonly releases?: readonly ReleaseState[];
}

export function scene({ watching = {}, policy = {}, ...over }: Scene = {}): IncidentFacts {
  const usual = { lane: watchedLane(), releases: [watched], now: start };
  const facts = laneFacts({ ...usual, ...over, policy: policyWith(watching, policy) });
  return { ...facts, incidents: over.incidents ?? new Map() };
}

export function signal(over: Partial<Signal> = {}): Signal {
  return {
    key: 'a',
    state: 'firing',
    title: 'Churn errors',
    words: null,
    labels: {},
    kind: null,
    severity: null,
    model: null,
    environment: null,
    version: null,
    alias: null,
    reading: null,
    features: [],
    window: null,
    startedAt: start - minute,
    at: start,
    url: null,
    ...over,
  };
}

export function mapped(over: Partial<Signal> = {}, about: Partial<Omit<Mapped, 'signal'>> = {}): Mapped {
  return {
    kind: 'mapped',
    policy: plain,
    of: 'errors',
    severity: 'critical',
    version: null,
    signal: signal(over),
    ...about,
  };
}

const source: Actor = { kind: 'signalbox', rule: 'signals' };
let made = 0;

/** What one message does, with ids of its own. */
export function take(facts: IncidentFacts, signals: readonly Mapped[], signed = true): Decision {
  made += 1;
  const own = made;
  const idFor = (of: SignalKind) =>
    IncidentId.parse(`i-${`${SignalKind.options.indexOf(of)}${own}`.padStart(10, '0')}`);
  return decideSignals(facts, { source: 'am', signed, by: source, idFor }, signals);
}

/** The facts after what was decided was written by `by`, as the store would fold it. */
export function after(facts: IncidentFacts, decision: Decision, by: Actor = source): IncidentFacts {
  if (decision.kind === 'refused') throw new Error(decision.refusal.kind);
  return decision.appends
    .flatMap(({ stream, events }) => events.map((event) => ({ stream, event })))
    .reduce((now, one) => folded(now, one, by), facts);
}

function folded(facts: IncidentFacts, { stream, event }: Pick<Entry, 'stream' | 'event'>, by: Actor): IncidentFacts {
  const happened = { at: facts.now, by, index: 0 };
  if (isIncidentEvent(event)) {
    const state = evolveIncident(facts.incidents.get(event.incident) ?? null, { ...happened, event });
    const incidents = new Map([...facts.incidents, [event.incident, state]]);
    return { ...facts, incidents, lane: evolveLane(facts.lane, { ...happened, event }, null) };
  }
  if (event.kind === 'signal-calmed') return { ...facts, lane: evolveLane(facts.lane, { ...happened, event }, null) };
  if (!isReleaseEvent(event)) throw new Error(`${event.kind} is not expected here`);
  const before = [...facts.others.values()].find(({ id }) => releaseStream(id) === stream) ?? null;
  const release = evolve(before, { ...happened, event });
  const others = new Map([...facts.others, [release.id, release]]);
  return { ...facts, others, lane: evolveLane(facts.lane, { ...happened, event }, release) };
}

export function at(facts: IncidentFacts, now: number): IncidentFacts {
  return { ...facts, now };
}

/** Kinds of the events that were decided, in order. */
export function kinds(decision: Decision): readonly string[] {
  if (decision.kind === 'refused') return [`no: ${decision.refusal.kind}`];
  return decision.appends.flatMap(({ events }) => events.map(({ kind }) => kind));
}

/** The one incident that the facts know, or the newest. */
export function incident(facts: IncidentFacts): IncidentState {
  const [newest] = [...facts.incidents.values()].slice(-1);
  if (newest === undefined) throw new Error('there is no incident');
  return newest;
}

/** After a signal at the facts' own moment. */
export function afterSignal(facts: IncidentFacts, over: Partial<Signal> = {}, signed = true): IncidentFacts {
  return after(facts, take(facts, [mapped({ at: facts.now, ...over })], signed));
}
