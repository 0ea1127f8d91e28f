import type { MetricValue } from '../evidence.ts';
import type { OwnCheck } from '../lane-policy.ts';
import { exactText } from '../number-text.ts';
import { lasted } from '../view-numbers.ts';
import type { Measured, OwnVerdict } from './own-check.ts';
import { ownKey } from './own-live.ts';
import type { Asked } from './own-query.ts';
import { readingWords } from './reading-words.ts';
import type { Past, Reading, Signal } from './signal.ts';

type Told = Exclude<OwnVerdict, { readonly kind: 'cannot-tell' }>;

/** What Signalbox tells itself by a check; null where nobody can tell. The key is the check's: it is one alert of its lane. */
export function ownSignal(check: OwnCheck, asked: Asked, verdict: OwnVerdict, now: number): Signal | null {
  if (verdict.kind === 'cannot-tell') return null;
  const reading = readingOf(check, verdict);
  const past = check.windowMs * (verdict.kind === 'firing' ? check.breaches : 1);
  return {
    key: ownKey(check.name),
    state: verdict.kind,
    title: readingWords(reading).slice(0, 300),
    words: wordsOf(check, verdict),
    labels: { check: check.name.slice(0, 300), alertname: check.name.slice(0, 300) },
    kind: check.of,
    severity: check.severity,
    model: asked.model,
    environment: asked.environment,
    version: asked.version,
    alias: null,
    reading,
    features: [],
    window: { from: Math.max(0, now - past), to: now },
    startedAt: verdict.kind === 'firing' ? Math.min(verdict.since, now) : now,
    at: now,
    url: null,
  };
}

function readingOf({ name, bound }: OwnCheck, { value, samples }: Told): Reading {
  return { name: name.slice(0, 200), value: metricValue(value), bound, trained: null, samples, unit: null };
}

function metricValue(value: number): MetricValue {
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'Infinity' : '-Infinity';
}

function wordsOf({ breaches, windowMs, bound }: OwnCheck, { kind }: Told): string {
  if (kind === 'resolved') return `It keeps to ${bound.sign} ${exactText(bound.value)} again.`;
  return breaches === 1
    ? `Broken in the last ${lasted(windowMs)}.`
    : `Broken in each of the last ${breaches} windows of ${lasted(windowMs)}.`;
}

const mostPast = 24;

/** The newest measurements, for the picture: also those of versions before, and of windows that count for nothing. */
export function pastOf(values: readonly Measured[]): Past {
  const known = values.flatMap(({ at, value }) => (value !== null && Number.isFinite(value) ? [{ at, value }] : []));
  return known.toSorted((a, b) => a.at - b.at).slice(-mostPast);
}
