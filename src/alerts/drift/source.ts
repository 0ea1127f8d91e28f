import type { AlertSource } from '../../ports-alerts.ts';
import { readingWords } from '../../release/incident/reading-words.ts';
import type { Reading, Signal } from '../../release/incident/signal.ts';
import { type AlertSourceOptions, alertSource, type Meaning } from '../alert-source.ts';
import { cut, keyOf, labelsOf, webUrl } from '../texts.ts';
import { DriftDocument } from './schema.ts';

/** Reports of our own form, one document a message: what Evidently or a notebook of a team's own computed. */
export function driftSource(options: AlertSourceOptions): AlertSource {
  return alertSource(options, { kind: 'drift', schema: DriftDocument, meaning });
}

function meaning(document: DriftDocument, now: number): Meaning {
  return { kind: 'signals', signals: [signalOf(document, now)] };
}

function signalOf(document: DriftDocument, now: number): Signal {
  const { kind, state, model, environment, version = null, alias = null, severity = null, method } = document;
  const at = instant(document.at, now);
  const window = windowOf(document, now);
  const reading = readingOf(document);
  return {
    key: keyOf(document.key ?? [model, environment, kind, ...(method === undefined ? [] : [method])].join(' ')),
    state,
    title: document.title ?? cut(titleOf(document, reading), 300),
    words: document.words ?? null,
    labels: labelsOf({ ...document.labels, model, environment, kind, ...(method === undefined ? {} : { method }) }),
    kind,
    severity,
    model,
    environment,
    version,
    alias,
    reading,
    features: worst(document.features ?? []),
    window,
    startedAt: Math.min(document.startedAt === undefined ? (window?.to ?? at) : instant(document.startedAt, now), at),
    at,
    url: webUrl(document.report),
  };
}

/** A clock that runs ahead, or a year before 1970, is set right. */
function instant(text: string, now: number): number {
  return Math.max(0, Math.min(Date.parse(text), now));
}

function windowOf({ window }: DriftDocument, now: number): Signal['window'] {
  return window === undefined ? null : { from: instant(window.from, now), to: instant(window.to, now) };
}

function readingOf({ score, samples }: DriftDocument): Reading | null {
  if (score === undefined) return null;
  const { name, value, bound, trained = null, unit = null } = score;
  return {
    name,
    value,
    bound: bound === undefined ? null : { sign: bound.sign === '<=' ? '≤' : '≥', value: bound.value },
    trained,
    samples: samples?.current ?? null,
    unit,
  };
}

function titleOf({ kind, method }: DriftDocument, reading: Reading | null): string {
  const what = `${kind.replace('-', ' ')}${method === undefined ? '' : ` (${method})`}`;
  return reading === null ? what : `${what}: ${readingWords(reading)}`;
}

const mostFeatures = 10;

type Feature = NonNullable<DriftDocument['features']>[number];

/** Those that break their bound first, by how far; then the others by their score. */
function worst(features: readonly Feature[]): Signal['features'] {
  return [...features]
    .sort((a, b) => excess(b) - excess(a) || b.value - a.value)
    .slice(0, mostFeatures)
    .map(({ name, value, bound = null }) => ({ name, value, bound }));
}

function excess({ value, bound }: Feature): number {
  return bound === undefined ? 0 : Math.max(0, value - bound);
}
