import type { Dataset, Evidence, Metric } from '../release/evidence.ts';
import { changeText, numberText } from '../release/number-text.ts';
import { canonical } from './canonical.ts';
import { changesOf, folded, keyed, short, shown } from './changes.ts';
import { policyChanges } from './policy-changes.ts';

const mostLines = 20;

/** What changed between two evidence documents, in words for people, one line a change; empty when nothing did. */
export function differences(before: Evidence, after: Evidence): string[] {
  const lines = [
    ...changed(
      'request',
      `${before.kind} ${before.model} → ${before.environment}`,
      `${after.kind} ${after.model} → ${after.environment}`,
    ),
    ...championDifferences(before.champion, after.champion),
    ...policyChanges(before, after),
    ...changesOf('', before.authors ?? {}, after.authors ?? {}, shown).map((line) => `who counts: ${line}`),
    ...candidateDifferences(before.candidate, after.candidate),
  ];
  const all = lines.length === 0 && canonical(before) !== canonical(after) ? [recordsMore] : lines;
  return folded(all, mostLines, 'more differences');
}

/** An older version of Signalbox kept less of both sides: nothing that people see is different. */
const recordsMore = 'more is recorded now than when this was read first';

function candidateDifferences(before: Evidence['candidate'], after: Evidence['candidate']): string[] {
  return [
    ...changed(
      'candidate',
      `${before.registry}/${before.name} v${before.version}`,
      `${after.registry}/${after.name} v${after.version}`,
    ),
    ...changed('model files', before.artifacts, after.artifacts, short),
    ...changed('run', before.run, after.run, shown),
    ...changed('commit', before.commit, after.commit, short),
    ...(before.schema === after.schema ? [] : ['schema changed']),
    ...metricDifferences('', before.metrics, after.metrics),
    ...changesOf('parameter', before.params, after.params, shown),
    ...changesOf('tag', ownedBy('version:', before.tags), ownedBy('version:', after.tags), shown),
    ...changesOf('run tag', ownedBy('run:', before.tags), ownedBy('run:', after.tags), shown),
    ...changesOf('data', datasets(before.datasets), datasets(after.datasets), short),
    ...(before.description === after.description ? [] : ['description edited']),
    ...environmentDifferences('', before.environment, after.environment),
  ];
}

function championDifferences(before: Evidence['champion'], after: Evidence['champion']): string[] {
  if (before === null || after === null || before.version !== after.version) {
    return changed('champion', before && `v${before.version}`, after && `v${after.version}`);
  }
  return [
    ...metricDifferences("the champion's ", before.metrics, after.metrics),
    ...(before.schema === after.schema ? [] : ["the champion's schema changed"]),
    ...(before.commit === undefined || after.commit === undefined
      ? []
      : changed("the champion's commit", before.commit, after.commit, short)),
    ...recorded(before.params, after.params, (was, is) => changesOf("the champion's parameter", was, is, shown)),
    ...recorded(before.datasets, after.datasets, (was, is) =>
      changesOf("the champion's data", datasets(was), datasets(is), short),
    ),
    ...environmentDifferences("the champion's ", before.environment, after.environment),
  ];
}

/** What only one of two versions of Signalbox recorded is no difference. */
function recorded<T>(before: T | undefined, after: T | undefined, compare: (was: T, is: T) => string[]): string[] {
  return before === undefined || after === undefined ? [] : compare(before, after);
}

type Environment = Evidence['candidate']['environment'];

function environmentDifferences(whose: string, before: Environment, after: Environment): string[] {
  if (before == null || after == null) return [];
  return [
    ...changed(`${whose}python`, before.python, after.python, shown),
    ...changesOf(`${whose}requirement`, pinned(before), pinned(after), shown),
  ];
}

function pinned({ requirements }: NonNullable<Environment>): Record<string, string> {
  return Object.fromEntries(Object.entries(requirements).map(([name, version]) => [name, version ?? 'not pinned']));
}

function metricDifferences(whose: string, before: readonly Metric[], after: readonly Metric[]): string[] {
  const old = keyed(before, metricKey);
  const now = keyed(after, metricKey);
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    if (was === undefined || is === undefined)
      return is ? [`${whose}${key} added (${numberText(is.value)})`] : [`${whose}${key} is gone`];
    return was.value === is.value ? [] : [`${whose}${key} ${changeText(was.value, is.value)}`];
  });
}

function metricKey({ name, dataset }: Metric): string {
  return dataset ? `\`${name}\` on ${shown(dataset.name)} (${short(dataset.digest)})` : `\`${name}\``;
}

function datasets(all: readonly Dataset[]): Record<string, string> {
  const named = keyed(all, ({ name, context }) => (context ? `${name} (${context})` : name));
  return Object.fromEntries([...named].map(([name, { digest }]) => [name, digest]));
}

function ownedBy(owner: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(tags).filter(([key]) => key.startsWith(owner));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(owner.length), value]));
}

function changed(what: string, before: string | null, after: string | null, text = (value: string) => value): string[] {
  return before === after
    ? []
    : [`${what} ${before === null ? 'none' : text(before)} → ${after === null ? 'none' : text(after)}`];
}
