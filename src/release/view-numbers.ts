import type { MetricLine } from './evidence.ts';
import { apart, numberText } from './number-text.ts';
import type { MetricRow } from './view-shape.ts';

/** One metric as a row: value, difference to the champion and whether that is better; and what was reviewed, where it was trained since. */
export function metricRow(metric: MetricLine): MetricRow {
  const row = plainRow(metric);
  return metric.reviewed === undefined ? row : { ...row, ...besideReviewed(metric, row) };
}

/** Both with digits enough to see that they differ. */
function besideReviewed({ candidate, reviewed = null }: MetricLine, { value }: MetricRow) {
  if (typeof candidate === 'number' && typeof reviewed === 'number') {
    const [now, before] = candidate === reviewed ? [value, value] : apart(candidate, reviewed);
    return { value: now.length > value.length ? now : value, reviewed: before };
  }
  return { reviewed: reviewed === null ? 'not logged' : numberText(reviewed) };
}

function plainRow(metric: MetricLine): MetricRow {
  const { name, candidate, champion } = metric;
  if (candidate === null) return { name, value: 'not logged', delta: null, trend: 'unknown' };
  if (typeof candidate === 'string' || typeof champion !== 'number') {
    return { name, value: numberText(candidate), delta: null, trend: 'unknown' };
  }
  if (candidate === champion) return { name, value: numberText(candidate), delta: '±0', trend: 'same' };
  const [value, before] = apart(candidate, champion);
  return { name, value, delta: difference(value, before), trend: trend(metric.direction, candidate - champion) };
}

/** The difference of two numbers as they are shown, so that a reader's own sum agrees. */
function difference(after: string, before: string): string {
  const delta = Number(after) - Number(before);
  const decimals = Math.max(...[after, before].map((text) => text.split('.')[1]?.length ?? 0));
  const size = /e/.test(after + before) ? numberText(Math.abs(delta), 3) : Math.abs(delta).toFixed(decimals);
  return `${delta > 0 ? '+' : '−'}${size}`;
}

function trend(direction: MetricLine['direction'], delta: number): MetricRow['trend'] {
  if (direction === 'unknown') return delta > 0 ? 'up' : 'down';
  return delta > 0 === (direction === 'higher') ? 'better' : 'worse';
}

const order: Record<MetricRow['trend'], number> = { worse: 1, unknown: 2, up: 3, down: 3, better: 4, same: 5 };

/** The few that a card shows: the primary one, then what got worse, then the rest. */
export function fewMetrics(
  metrics: readonly MetricLine[],
  more: number,
  most: number,
): { rows: readonly MetricRow[]; more: number } {
  const rows = metrics
    .map((metric) => ({ row: metricRow(metric), rank: metric.primary ? 0 : order[metricRow(metric).trend] }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ row }) => row);
  return { rows: rows.slice(0, most), more: more + Math.max(0, rows.length - most) };
}

/** "3 gates", "1 gate". */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${many} ${many === 1 ? one : more}`;
}

const sizes = [
  { ms: 86_400_000, unit: 'd', next: 3_600_000, nextUnit: 'h' },
  { ms: 3_600_000, unit: 'h', next: 60_000, nextUnit: 'min' },
  { ms: 60_000, unit: 'min', next: 1000, nextUnit: 's' },
] as const;

/** "41 min", "2 h 5 min", "0.4 s"; from ten of a unit on, the smaller one is left out. */
export function lasted(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  const size = sizes.find((one) => ms >= one.ms);
  if (size === undefined) return `${Math.floor(ms / 1000)} s`;
  const whole = Math.floor(ms / size.ms);
  const rest = whole < 10 ? Math.floor((ms % size.ms) / size.next) : 0;
  return `${whole} ${size.unit}${rest === 0 ? '' : ` ${rest} ${size.nextUnit}`}`;
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** "300 MB"; a thousand bytes are a kilobyte. */
export function bytes(many: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, many)) / 3)));
  const value = many / 1000 ** step;
  return `${value >= 10 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step] ?? 'B'}`;
}
