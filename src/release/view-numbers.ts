import type { MetricLine, MetricValue } from './evidence.ts';
import type { MetricRow } from './view-shape.ts';

/** How many decimals a number of this size is shown with. */
function decimals(size: number): number {
  if (size >= 1000) return 0;
  if (size >= 100) return 1;
  return size >= 10 ? 2 : 3;
}

/** A number as people read it; very large and very small ones in scientific notation. */
export function number(value: MetricValue, digits = typeof value === 'number' ? decimals(Math.abs(value)) : 0): string {
  if (typeof value === 'string') return value === 'NaN' ? 'NaN' : value.replace('Infinity', '∞');
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 0.5 / 10 ** Math.min(digits, 6))) return value.toExponential(2);
  return value.toFixed(digits);
}

/** Enough decimals to see a difference, at most six. */
function digitsFor(value: number, delta: number): number {
  const own = decimals(Math.abs(value));
  if (delta === 0) return own;
  const needed = Math.ceil(-Math.log10(Math.abs(delta)));
  return Math.min(6, Math.max(own, needed));
}

/** One metric as a row: value, difference to the champion and whether that is better. */
export function metricRow(metric: MetricLine): MetricRow {
  const { name, candidate, champion } = metric;
  if (candidate === null) return { name, value: 'not logged', delta: null, trend: 'unknown' };
  if (typeof candidate === 'string' || typeof champion !== 'number') {
    return { name, value: number(candidate), delta: null, trend: 'unknown' };
  }
  const delta = candidate - champion;
  const digits = digitsFor(candidate, delta);
  return { name, value: number(candidate, digits), delta: signed(delta, digits), trend: trend(metric.direction, delta) };
}

function signed(delta: number, digits: number): string {
  if (delta === 0) return '±0';
  return `${delta > 0 ? '+' : '−'}${number(Math.abs(delta), digits)}`;
}

function trend(direction: MetricLine['direction'], delta: number): MetricRow['trend'] {
  if (delta === 0) return 'same';
  if (direction === 'unknown') return delta > 0 ? 'up' : 'down';
  return delta > 0 === (direction === 'higher') ? 'better' : 'worse';
}

const order: Record<MetricRow['trend'], number> = { worse: 1, unknown: 2, up: 3, down: 3, better: 4, same: 5 };

/** The few that a card shows: the primary one, then what got worse, then the rest. */
export function fewMetrics(metrics: readonly MetricLine[], more: number, most: number): { rows: readonly MetricRow[]; more: number } {
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

/** "41 min", "2 h 5 min", "0.4 s". */
export function lasted(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  const size = sizes.find((one) => ms >= one.ms);
  if (size === undefined) return `${Math.floor(ms / 1000)} s`;
  const rest = Math.floor((ms % size.ms) / size.next);
  return `${Math.floor(ms / size.ms)} ${size.unit}${rest === 0 ? '' : ` ${rest} ${size.nextUnit}`}`;
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** "300 MB"; a thousand bytes are a kilobyte. */
export function bytes(many: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, many)) / 3)));
  const value = many / 1000 ** step;
  return `${value >= 10 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step] ?? 'B'}`;
}
