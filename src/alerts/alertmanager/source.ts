import type { AlertSource } from '../../ports-alerts.ts';
import type { Reading, Signal } from '../../release/incident/signal.ts';
import { type AlertSourceOptions, alertSource, byMinute, type Meaning, mostSignals } from '../alert-source.ts';
import { boundOf, cut, cutOrNull, keyOf, labelsOf, numberOf, placeIn, samplesOf, webUrl } from '../texts.ts';
import { type Alert, AlertmanagerMessage } from './schema.ts';

/** Alertmanager's webhooks. It signs nothing, so its `http_config` sends a token or a password; the same group is sent again every `repeat_interval`. */
export function alertmanagerSource(options: AlertSourceOptions): AlertSource {
  return alertSource(options, { kind: 'alertmanager', schema: AlertmanagerMessage, meaning });
}

function meaning({ alerts, truncatedAlerts, externalURL }: AlertmanagerMessage, now: number): Meaning {
  if (alerts.length === 0) return { kind: 'ignored', why: 'it holds no alerts' };
  const taken = alerts.slice(0, mostSignals);
  const leftOut = truncatedAlerts + alerts.length - taken.length;
  const signals = taken.map((alert) => signalOf(alert, { externalURL, leftOut }, now));
  // What goes on firing is sent again as it was: after a release it is news, though no byte of it is.
  return { kind: 'signals', signals, apart: byMinute(now), ...(leftOut === 0 ? {} : { leftOut }) };
}

interface Group {
  readonly externalURL: string | undefined;
  readonly leftOut: number;
}

function signalOf(alert: Alert, { externalURL, leftOut }: Group, now: number): Signal {
  const { labels, annotations, status, startsAt, fingerprint } = alert;
  const said = { ...annotations, ...labels };
  return {
    key: keyOf(fingerprint),
    state: status,
    title: titleOf([annotations['summary'], annotations['title'], labels['alertname']]),
    words: wordsOf(annotations['description'] ?? annotations['message'], leftOut),
    labels: labelsOf(labels),
    ...placeIn(said),
    reading: readingOf(said),
    features: [],
    window: null,
    startedAt: startsAt > 0 && startsAt < now ? startsAt : now,
    at: now,
    url: webUrl(annotations['dashboard']) ?? webUrl(alert.generatorURL) ?? webUrl(externalURL),
  };
}

function titleOf(candidates: readonly (string | undefined)[]): string {
  const said = candidates.find((text) => cutOrNull(text, 300) !== null);
  return cut(said ?? 'An alert without a name', 300);
}

/** Whoever reads it has to know that the group says more than what came. */
function wordsOf(description: string | undefined, leftOut: number): string | null {
  if (leftOut === 0) return cutOrNull(description, 1_000);
  const more = leftOut === 1 ? '1 more alert of its group was' : `${leftOut} more alerts of its group were`;
  return `${cut(description ?? '', 900)} ${more} cut off.`.trim();
}

/** Alerts carry texts only: those that our docs ask for are read as numbers. */
function readingOf(said: Readonly<Record<string, string>>): Reading | null {
  const value = numberOf(said['value']);
  if (value === null) return null;
  return {
    name: cut(said['metric'] ?? said['alertname'] ?? 'value', 200),
    value,
    bound: boundOf(said['bound']),
    trained: numberOf(said['trained']),
    samples: samplesOf(said['samples']),
    unit: cutOrNull(said['unit'], 20),
  };
}
