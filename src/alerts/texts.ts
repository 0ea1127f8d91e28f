import { createHash } from 'node:crypto';
import type { MetricValue } from '../release/evidence.ts';
import { Version } from '../release/ids.ts';
import { type Reading, type Severity, type Signal, SignalKind } from '../release/incident/signal.ts';

/** A text from outside, cut to what a signal may hold, never within a character. */
export function cut(text: string, most: number): string {
  const whole = text.toWellFormed();
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The same, null where nothing is said. */
export function cutOrNull(text: string | null | undefined, most: number): string | null {
  return text === undefined || text === null || text.trim() === '' ? null : cut(text, most);
}

const longestKey = 200;

/** What tells an alert again; one that is too long keeps its beginning and its digest. */
export function keyOf(text: string): string {
  const whole = text.toWellFormed();
  if (whole.length <= longestKey) return whole;
  return `${cut(whole, 100)}#${createHash('sha256').update(whole).digest('hex')}`;
}

const mostLabels = 40;
/** What Signalbox itself looks at comes first: it is not what is cut off. */
const known: readonly string[] = [
  'alertname',
  'model',
  'environment',
  'version',
  'model_version',
  'alias',
  'kind',
  'severity',
];

/** Labels as a signal holds them: forty, names and values cut. */
export function labelsOf(labels: Readonly<Record<string, string>>): Signal['labels'] {
  const all = Object.entries(labels);
  const first = all.filter(([name]) => known.includes(name));
  const others = all.filter(([name]) => name !== '' && !known.includes(name));
  return Object.fromEntries(
    [...first, ...others].slice(0, mostLabels).map(([name, value]) => [cut(name, 100), cut(value, 300)]),
  );
}

/** What labels say of where a signal belongs; null where they do not say it. A `kind` or `severity` of somebody else's is none. */
export function placeIn(
  labels: Readonly<Record<string, string>>,
): Pick<Signal, 'kind' | 'severity' | 'model' | 'environment' | 'version' | 'alias'> {
  return {
    kind: SignalKind.safeParse(labels['kind']).data ?? null,
    severity: severities.get(labels['severity']?.toLowerCase() ?? '') ?? null,
    model: cutOrNull(labels['model'], 200),
    environment: cutOrNull(labels['environment'], 200),
    version: versionOf(labels['model_version'] ?? labels['version']),
    alias: cutOrNull(labels['alias'], 200),
  };
}

/** Words that people use for how bad it is. */
const severities: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['critical', 'critical'],
  ['page', 'critical'],
  ['error', 'critical'],
  ['high', 'critical'],
  ['warning', 'warning'],
  ['warn', 'warning'],
  ['ticket', 'warning'],
  ['medium', 'warning'],
  ['info', 'info'],
  ['low', 'info'],
  ['none', 'info'],
]);

function versionOf(text: string | undefined): Version | null {
  return Version.safeParse(text?.replace(/^v/i, '')).data ?? null;
}

/** A link that may be shown; null for anything that is not on the web, and for what is too long. */
export function webUrl(text: string | undefined): string | null {
  const url = text === undefined || text.length > 500 ? null : URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.href.length <= 500 ? url.href : null;
}

/** A number as monitoring systems write them, `+Inf` and `NaN` included; null for anything else. */
export function numberOf(text: string | undefined): MetricValue | null {
  const word = text?.trim() ?? '';
  if (/^nan$/i.test(word)) return 'NaN';
  const infinite = /^([+-]?)inf(inity)?$/i.exec(word);
  if (infinite) return infinite[1] === '-' ? '-Infinity' : 'Infinity';
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** A count; estimates of rates are rounded. Null for anything else. */
export function samplesOf(text: string | undefined): number | null {
  const value = Math.round(Number(numberOf(text) ?? Number.NaN));
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A bound as people write it, `<= 0.01`; null for anything else. Strict and other bounds are told alike. */
export function boundOf(text: string | undefined): Reading['bound'] {
  const [, sign, digits] = /^\s*([<>]=?|[≤≥])\s*(\S+)\s*$/.exec(text ?? '') ?? [];
  const value = numberOf(digits);
  if (sign === undefined || typeof value !== 'number') return null;
  return { sign: /[<≤]/.test(sign) ? '≤' : '≥', value };
}
