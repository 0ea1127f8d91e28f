import type { Metric, MetricValue } from './evidence.ts';
import type { Tolerance } from './lane-policy.ts';
import { apart, exactText, numberText } from './number-text.ts';
import { matches } from './pattern.ts';

/** A metric of what was trained that lies too far from what reviewers saw; null where one side has none. */
export interface Deviation {
  readonly metric: string;
  readonly reviewed: MetricValue | null;
  readonly trained: MetricValue | null;
  readonly band: Tolerance;
}

/** In hundredths of what reviewers saw, where a policy says nothing. */
const usualPercent = 5;
/** What a sum of decimals may be off by in binary. */
const rounding = 1e-9;

/** The policy's bands, or the usual one for each metric that a gate names. */
export function bandsOf(
  configured: readonly Tolerance[] | null,
  named: readonly { readonly name: string }[],
): readonly Tolerance[] {
  const usual = named.map(({ name }) => ({ metric: name, by: usualPercent, relative: true }));
  return configured ?? usual;
}

/**
 * Every metric with a band that differs by more, either way: trained against reviewed, by name, and by data set where a name was
 * measured on several. One that only one side has, or that is a number on one side only, was not seen, and is among them.
 */
export function deviations(
  reviewed: readonly Metric[],
  trained: readonly Metric[],
  bands: readonly Tolerance[],
): readonly Deviation[] {
  const [seen, made] = [valuesOf(reviewed), valuesOf(trained)];
  return [...new Set([...seen.keys(), ...made.keys()])].sort().flatMap((metric): Deviation[] => {
    const [before, now] = [seen.get(metric), made.get(metric)];
    const band = bandFor((before ?? now)?.name ?? metric, bands);
    if (band === null || (before && now && isWithin(before.value, now.value, band))) return [];
    return [{ metric, reviewed: before?.value ?? null, trained: now?.value ?? null, band }];
  });
}

/** "auc 0.874 → 0.861, allowed ±0.01". */
export function deviationWords({ metric, reviewed, trained, band }: Deviation): string {
  const [before, after] =
    typeof reviewed === 'number' && typeof trained === 'number'
      ? apart(reviewed, trained)
      : [reviewed, trained].map((value) => (value === null ? 'not logged' : numberText(value)));
  return `${metric} reviewed ${before}, trained ${after}, allowed ±${exactText(band.by)}${band.relative ? ' %' : ''}`;
}

/** The band that names the metric itself, else the first whose pattern fits. */
function bandFor(name: string, bands: readonly Tolerance[]): Tolerance | null {
  return bands.find(({ metric }) => metric === name) ?? bands.find(({ metric }) => matches(metric, name)) ?? null;
}

function isWithin(reviewed: MetricValue, trained: MetricValue, { by, relative }: Tolerance): boolean {
  if (typeof reviewed !== 'number' || typeof trained !== 'number') return reviewed === trained;
  const allowed = relative ? (Math.abs(reviewed) * by) / 100 : by;
  const scale = Math.max(Math.abs(reviewed), Math.abs(trained));
  return Math.abs(trained - reviewed) <= allowed + rounding * scale;
}

function valuesOf(metrics: readonly Metric[]): ReadonlyMap<string, Metric> {
  const counts = Map.groupBy(metrics, ({ name }) => name);
  return new Map(
    metrics.map((metric) => {
      const { name, dataset } = metric;
      const several = (counts.get(name)?.length ?? 0) > 1;
      return [several && dataset !== null ? `${name} on ${dataset.name}` : name, metric];
    }),
  );
}
