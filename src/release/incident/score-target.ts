import type { MetricValue } from '../evidence.ts';
import type { Version } from '../ids.ts';
import type { LanePolicy, OwnCheck } from '../lane-policy.ts';
import { accepted, type Decision } from '../outcome.ts';
import { count } from '../view-numbers.ts';
import { looking } from './decide-look.ts';
import type { IncidentFacts } from './facts.ts';
import type { Measurements } from './own-check.ts';
import { lastIn } from './own-check.ts';
import { checkOf } from './own-live.ts';
import { readingWords } from './reading-words.ts';
import type { Reading } from './signal.ts';
import type { IncidentState } from './state.ts';
import { appendOf, tell, untold } from './telling.ts';

/** What can be asked of the version that a rollback would go to: how it would have done on the same window. */
export interface TargetQuestion {
  readonly target: Version;
  readonly check: OwnCheck;
  readonly reading: Pick<Reading, 'name' | 'bound' | 'unit'>;
  /** The end of the window; null: now. */
  readonly until: number | null;
}

/** Nothing is asked right before a countdown ends: its time is exact. */
const noTimeMs = 20_000;

/** The first thing that breaks and that can be asked of another version, too; null where there is none, or it was asked. */
export function targetQuestion(state: IncidentState, policy: LanePolicy, now: number): TargetQuestion | null {
  const { target, live, phase, scored, countdown, symptoms } = state;
  const busy = countdown !== null && countdown.until - now < noTimeMs;
  if (phase !== 'open' || target === null || target === live?.version || scored !== null || busy) return null;
  const firing = symptoms.filter(({ resolvedAt }) => resolvedAt === null);
  return firing.map((symptom) => questionOf(state, policy, symptom, target)).find((one) => one !== null) ?? null;
}

type Firing = IncidentState['symptoms'][number];

function questionOf(
  { of }: IncidentState,
  policy: LanePolicy,
  symptom: Firing,
  target: Version,
): TargetQuestion | null {
  const { reading, window, severity } = symptom;
  if (reading === null) return null;
  const own = checkOf(policy, symptom) ?? policy.watching.checks.find(({ name }) => name === reading.name);
  if (own !== undefined && (own.kind === 'metric' || own.ask.includes('{version}')))
    return { target, check: { ...own, breaches: 1 }, reading, until: null };
  if (window === null || own?.kind === 'prometheus') return null;
  const asked = { name: reading.name, of, severity, ask: reading.name, server: null, samples: null, leastSamples: 0 };
  const windowMs = Math.max(1, window.to - window.from);
  const bound = reading.bound ?? { sign: '≤', value: 0 };
  const check: OwnCheck = { ...asked, kind: 'metric', bound, windowMs, everyMs: windowMs, breaches: 1 };
  return { target, check, reading, until: window.to };
}

/** What the target scored, of what was measured; null where there is nothing in the window, or too little. */
export function targetScore({ check }: TargetQuestion, { values, samples }: Measurements, until: number) {
  const from = until - check.windowMs;
  const last = lastIn(values, from, until);
  const counted = lastIn(samples, from, until);
  if (last === null || (check.samples !== null && (counted?.value ?? 0) < check.leastSamples)) return null;
  return { value: last.value, samples: counted === null ? null : Math.round(counted.value) };
}

/** Writes down how the target did; nothing where another look was faster, or it is over. */
export function decideTargetScored(
  { now, policy }: IncidentFacts,
  state: IncidentState,
  { target, reading }: TargetQuestion,
  { value, samples }: NonNullable<ReturnType<typeof targetScore>>,
): Decision {
  if (state.phase !== 'open' || state.scored !== null || state.target !== target)
    return accepted({ kind: 'unchanged' });
  const measured = metricValue(value);
  const of = samples === null ? '' : `, of ${count(samples, 'sample')}`;
  const words = `${readingWords({ ...reading, value: measured })}${of}`.slice(0, 300);
  const scored = { kind: 'target-scored' as const, version: target, name: reading.name, value: measured, words };
  return accepted({ kind: 'noted' }, appendOf(tell(untold(state), scored, { now, by: looking, policy })));
}

function metricValue(value: number): MetricValue {
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'Infinity' : '-Infinity';
}
