import type { AlertSource } from '../../ports-alerts.ts';
import type { Signal } from '../../release/incident/signal.ts';
import { type AlertSourceOptions, alertSource, byMinute, type Meaning } from '../alert-source.ts';
import { cut, cutOrNull, keyOf, labelsOf, placeIn, webUrl } from '../texts.ts';
import { type Condition, DatabricksMessage } from './schema.ts';

/**
 * Databricks' SQL alerts, and through them its data quality monitors, which have no webhook of their own. They sign nothing, so the
 * notification destination sends a user and a password.
 */
export function databricksSource(options: AlertSourceOptions): AlertSource {
  return alertSource(options, { kind: 'databricks', schema: DatabricksMessage, meaning });
}

const states: ReadonlyMap<string, Signal['state'] | 'unknown'> = new Map([
  ['TRIGGERED', 'firing'],
  ['OK', 'resolved'],
  ['UNKNOWN', 'unknown'],
  ['ERROR', 'unknown'],
] as const);

function meaning(said: DatabricksMessage, now: number): Meaning {
  const state = stateOf(said);
  if (state === null) {
    const why =
      'ends with none of TRIGGERED and OK, and no field says the state: let the title end with {{ALERT_STATUS}}';
    return { kind: 'malformed', path: '$.alert.title', why };
  }
  if (state === 'unknown') return { kind: 'ignored', why: 'Databricks could not tell' };
  // The message holds no time: the same alert that fires again next week sends the same bytes.
  return { kind: 'signals', signals: [signalOf(said, state, now)], apart: byMinute(now) };
}

/** One evaluation that triggered is enough; where no field says it, the title ends with the state. */
function stateOf({ states: words, title }: DatabricksMessage): Signal['state'] | 'unknown' | null {
  const found = words.flatMap((word) => states.get(word.trim().toUpperCase()) ?? []);
  if (found.includes('firing')) return 'firing';
  const [first] = found;
  if (first !== undefined) return first;
  const last = /\b(TRIGGERED|OK|UNKNOWN|ERROR)[\s.!]*$/i.exec(title ?? '')?.[1] ?? '';
  return states.get(last.toUpperCase()) ?? null;
}

function signalOf(said: DatabricksMessage, state: Signal['state'], now: number): Signal {
  const { id, name, title, description, urlBase, conditions } = said;
  const url = webUrl(urlBase);
  const column = conditions[0]?.column;
  const labels = {
    alertname: name,
    alert_id: id,
    ...(column ? { column } : {}),
    ...(url === null ? {} : { workspace: new URL(url).host }),
  };
  return {
    key: keyOf(id),
    state,
    title: cutOrNull(title, 300) ?? cut(name, 300),
    words: cutOrNull(description, 1_000) ?? cutOrNull(conditions.map(wordsOf).join('; '), 1_000),
    labels: labelsOf(labels),
    ...placeIn({}),
    // The message names the bound, but not what was measured.
    reading: null,
    features: [],
    window: null,
    startedAt: now,
    at: now,
    url,
  };
}

function wordsOf({ column, operator, threshold }: Condition): string {
  return [column, operator?.toLowerCase().replaceAll('_', ' '), threshold].filter(Boolean).join(' ');
}
