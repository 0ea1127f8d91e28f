import type { Metric, MetricLine, MetricValue, VersionFacts } from '../release/evidence.ts';
import { matches } from '../release/pattern.ts';
import { keyed } from './changes.ts';

/** A metric that a gate names (`*` stands for anything), where better lies, and the fixed bound that it demands. */
export interface NamedMetric extends Pick<MetricLine, 'name' | 'direction'> {
  readonly bound?: NonNullable<MetricLine['bound']>;
}

/** What reviewers saw before this release trained, and the metrics that lie too far from it. */
export interface Reviewed {
  readonly metrics: readonly Metric[];
  readonly outside: readonly string[];
}

/**
 * Every metric of both sides: the one that the first gate names, then what lies too far from what was reviewed, then what got worse,
 * then what is gone, then the others by name.
 */
export function metricLines(
  candidate: VersionFacts,
  champion: VersionFacts | null,
  named: readonly NamedMetric[],
  reviewed: Reviewed | null = null,
): MetricLine[] {
  const now = valuesOf(candidate.metrics);
  const before = valuesOf(champion?.metrics ?? []);
  const seen = valuesOf(reviewed?.metrics ?? []);
  const primary = named.find(({ name }) => !name.includes('*'))?.name;
  const lines = [...new Set([...now.keys(), ...before.keys(), ...seen.keys()])].sort().map((key): MetricLine => {
    const [ours, theirs] = [now.get(key), before.get(key)];
    const name = (ours ?? theirs ?? seen.get(key))?.name ?? key;
    return {
      name: key,
      candidate: ours?.value ?? null,
      champion: theirs?.value ?? null,
      direction: onOtherData(ours, theirs) ? 'unknown' : directionOf(name, named),
      primary: name === primary,
      ...boundOf(name, named),
      ...(reviewed === null ? {} : { reviewed: seen.get(key)?.value ?? null }),
    };
  });
  const far = new Set(reviewed?.outside);
  return onePrimary(lines.toSorted((a, b) => rank(a, far) - rank(b, far)));
}

/** Where a metric was measured on several data sets, the name says on which. */
function valuesOf(metrics: readonly Metric[]): Map<string, Metric> {
  const counts = Map.groupBy(metrics, ({ name }) => name);
  return keyed(metrics, ({ name, dataset }) =>
    (counts.get(name)?.length ?? 0) > 1 && dataset ? `${name} on ${dataset.name}` : name,
  );
}

/** Numbers of different data are shown side by side, and neither is called better. */
function onOtherData(ours: Metric | undefined, theirs: Metric | undefined): boolean {
  const [now, before] = [ours?.dataset?.digest, theirs?.dataset?.digest];
  return now !== undefined && before !== undefined && now !== before;
}

function directionOf(name: string, named: readonly NamedMetric[]): MetricLine['direction'] {
  const directions = named.filter((metric) => matches(metric.name, name)).map(({ direction }) => direction);
  return directions.find((direction) => direction !== 'unknown') ?? 'unknown';
}

function boundOf(name: string, named: readonly NamedMetric[]): Pick<NamedMetric, 'bound'> {
  const bound = named.find((metric) => metric.name === name && metric.bound !== undefined)?.bound;
  return bound === undefined ? {} : { bound };
}

function rank(line: MetricLine, far: ReadonlySet<string>): number {
  if (line.primary) return 0;
  if (far.has(line.name)) return 0.5;
  if (isWorse(line)) return 1;
  return line.candidate === null ? 2 : 3;
}

function isWorse({ candidate, champion, direction }: MetricLine): boolean {
  if (candidate === null || champion === null) return false;
  if (!isNumber(candidate)) return isNumber(champion);
  if (!isNumber(champion)) return false;
  return direction === 'higher' ? candidate < champion : direction === 'lower' && candidate > champion;
}

function isNumber(value: MetricValue): value is number {
  return typeof value === 'number';
}

function onePrimary(lines: readonly MetricLine[]): MetricLine[] {
  return lines.map((line, index) => ({ ...line, primary: line.primary && index === 0 }));
}
