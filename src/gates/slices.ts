import type { VersionFacts } from '../release/evidence.ts';
import { matches, matchesAny } from '../release/pattern.ts';
import { baselineName, type Comparison, type Sides } from './baseline.ts';
import type { Answer } from './gate.ts';
import { absent } from './reading.ts';

/** Metrics by pattern, and how each is compared with the champion's. */
export interface Slices extends Omit<Comparison, 'metric'> {
  readonly patterns: readonly string[];
}

/** The matching metrics that the champion has, or that the candidate's run logged for it; in the order of the alphabet. */
export function comparedSlices({ candidate, champion }: Sides, slices: Slices): readonly string[] {
  const [before = '', after] = slices.baseline.split('*');
  const forChampion = candidate.metrics
    .map(({ name }) => name)
    .filter((name) => after !== undefined && matches(slices.baseline, name))
    .map((name) => name.slice(before.length, name.length - (after ?? '').length));
  const all = [...namesOf(champion, slices), ...forChampion.filter((name) => matchesAny(slices.patterns, name))];
  return [...new Set(all)].sort();
}

/** The matching metrics that only the candidate has. */
export function newSlices({ candidate, champion }: Sides, slices: Slices): readonly string[] {
  const known = new Set(comparedSlices({ candidate, champion }, slices));
  return namesOf(candidate, slices).filter((name) => !known.has(name));
}

/** A pattern of which the champion has nothing: a slice that is new, or one that nobody logged. */
export function unmatched(
  pattern: string,
  candidate: VersionFacts,
  champion: VersionFacts | null,
  slices: Slices,
): Answer {
  const [example] = namesOf(candidate, { ...slices, patterns: [pattern] });
  if (example === undefined) return absent(candidate, { metric: pattern, dataset: slices.dataset });
  if (champion === null)
    return { status: 'no-champion', reason: 'Nothing is live yet, so nothing can be worse.', cure: null };
  return {
    status: 'not-comparable',
    reason: `v${champion.version}, which is live, logged nothing like \`${pattern}\`.`,
    cure: `Measure v${champion.version} on the same data and log it as \`${baselineName({ ...slices, metric: example })}\`.`,
  };
}

function namesOf({ metrics }: VersionFacts, { patterns, dataset, baseline }: Slices): readonly string[] {
  const found = metrics.filter(
    ({ name, dataset: on }) =>
      matchesAny(patterns, name) && !isAside(name, baseline) && (!dataset || on?.name === dataset),
  );
  return [...new Set(found.map(({ name }) => name))].sort();
}

/** What stands beside a metric is none itself: values of the live version, standard errors. */
function isAside(name: string, baseline: string): boolean {
  return matches(baseline, name) || matchesAny(['*_stderr', '*.stderr'], name);
}
