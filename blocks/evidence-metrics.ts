import type { Metric, MetricLine } from '../src/release/evidence.ts';
import { numberText } from '../src/release/number-text.ts';
import { metricRow } from '../src/release/view-numbers.ts';
import { type Line, line, outside } from '../src/release/view-words.ts';
import type { Part } from './parts.ts';

type Direction = MetricLine['direction'];

/** All metrics of both sides with the data they were measured on; those named `a/b` stand together under `a`. */
export function metricParts(
  candidate: readonly Metric[],
  champion: readonly Metric[],
  known: readonly MetricLine[],
): readonly Part[] {
  const lines = new Map(known.map((one) => [one.name, one]));
  const groups = new Map<string, Line[]>();
  const add = (name: string, words: Line) => {
    const group = groupOf(name);
    groups.set(group, [...(groups.get(group) ?? []), words]);
  };
  for (const metric of candidate) {
    const { direction = 'unknown', reviewed } = lines.get(metric.name) ?? {};
    add(metric.name, line(bothSides(metric, champion, direction), seen(reviewed)));
  }
  for (const metric of champion) if (!candidate.some((one) => one.name === metric.name)) add(metric.name, lost(metric));
  const [whole, slices] = [groups.get('') ?? [], [...groups].filter(([group]) => group !== '')];
  return [
    ...(whole.length === 0 ? [] : [{ heading: `Metrics: ${whole.length}`, lines: whole }]),
    ...slices.map(([group, lines]) => ({ heading: `${group}: ${lines.length}`, lines })),
  ];
}

/** What reviewers saw before it was trained here. */
function seen(reviewed: MetricLine['reviewed']): string {
  if (reviewed === undefined) return '';
  return `, reviewed ${reviewed === null ? 'not logged' : numberText(reviewed, 6)}`;
}

function groupOf(name: string): string {
  const slash = name.indexOf('/');
  return slash <= 0 ? '' : name.slice(0, Math.min(slash, 60));
}

function shortName(name: string): string {
  const group = groupOf(name);
  return group === '' ? name : name.slice(name.indexOf('/') + 1);
}

const trends = { better: ' better', worse: ' worse', same: '', up: '', down: '', unknown: '' } as const;

function bothSides(metric: Metric, champion: readonly Metric[], direction: Direction): Line {
  const { name, value, dataset } = metric;
  const own = line(outside(shortName(name), 60), onData(dataset), `: ${numberText(value, 6)}`);
  const same = champion.find((one) => one.name === name && one.dataset?.digest === dataset?.digest);
  if (same !== undefined) {
    const { delta, trend } = metricRow({ name, candidate: value, champion: same.value, direction, primary: false });
    const change = delta === null ? '' : `, ${delta}${trends[trend]}`;
    return line(own, ` (champion ${numberText(same.value, 6)}${change})`);
  }
  const others = champion.filter((one) => one.name === name);
  return others.length === 0 ? own : line(own, ' (champion ', ...others.slice(0, 2).map(elsewhere), ')');
}

/** The same metric on other data: said beside it, never subtracted. */
function elsewhere({ value, dataset }: Metric, at: number): Line {
  return line(at === 0 ? '' : ', ', numberText(value, 6), dataset === null ? ' on data nobody named' : onData(dataset));
}

function lost({ name, value, dataset }: Metric): Line {
  return line(outside(shortName(name), 60), onData(dataset), `: not logged (champion ${numberText(value, 6)})`);
}

function onData(dataset: Metric['dataset']): Line {
  return dataset === null ? [] : line(' on ', outside(dataset.name, 40), ' ', outside(dataset.digest.slice(0, 8), 8));
}
