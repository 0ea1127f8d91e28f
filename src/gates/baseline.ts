import type { Metric, VersionFacts } from '../release/evidence.ts';
import type { Version } from '../release/ids.ts';
import { apart } from '../release/number-text.ts';
import type { Answer } from './gate.ts';
import { nameOf, type Reading, read, readOn, textOf, type Wanted } from './reading.ts';

export type Measured = Extract<Reading, { kind: 'value' }>;

/** Both versions that are compared. */
export interface Sides {
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts;
}

/** What is compared with the live version, and how. */
export interface Comparison extends Wanted {
  /** Under which name the candidate's run logs the live version's value; `*` stands for the metric. */
  readonly baseline: string;
  readonly differentData: boolean;
}

/** The live version's value that a candidate's may be held against, or the answer that says why there is none. */
export type Baseline = Live | { readonly kind: 'none'; readonly answer: Answer };

/** A value of the live version, and in whose facts it was found under which name. */
export interface Live extends Measured {
  readonly version: Version;
  readonly facts: VersionFacts;
  readonly metric: string;
  /** The same name, where it is the candidate's run that logged it. */
  readonly loggedAs: string | null;
  /** Both data sets in words, where they are not known to be the same. */
  readonly data: string | null;
}

/**
 * Strictly in this order: the live version's own value on the data with the same digest; the live version's value on the candidate's
 * data, as the candidate's run logged it; where the policy allows it, the live version's own value on other data. Else not comparable:
 * a side without a digest is not known to be the same data.
 */
export function baselineOf(now: Measured, { candidate, champion }: Sides, comparison: Comparison): Baseline {
  const same = now.dataset && readOn(champion, comparison, now.dataset.digest);
  if (same?.kind === 'value') return own(champion, comparison, same, null);
  const logged = loggedBaseline(now, { candidate, champion }, comparison);
  if (logged.kind === 'value') {
    const metric = baselineName(comparison);
    return { ...logged, version: champion.version, facts: candidate, metric, loggedAs: metric, data: null };
  }
  if (logged.answer.status === 'not-logged-yet') return logged;
  const before = read(champion, comparison);
  if (before.kind === 'value' && comparison.differentData)
    return own(champion, comparison, before, bothData(now, candidate, before, champion));
  const whyNone = candidate.metrics.some(({ name }) => name === baselineName(comparison)) ? logged.answer.reason : null;
  return { kind: 'none', answer: notComparable(now, before, champion, comparison, whyNone) };
}

/** What the candidate's run logged of the live version. It must be of the same data, and of the same version where the run names that. */
function loggedBaseline(now: Measured, { candidate, champion }: Sides, comparison: Comparison): Reading {
  const metric = baselineName(comparison);
  const logged = read(candidate, { ...comparison, metric });
  if (logged.kind === 'none') return logged;
  const { baseline } = comparison;
  const version = baseline.includes('*') ? textOf(candidate, baselineName({ baseline, metric: 'version' })) : null;
  if (version !== null && version.replace(/^v/, '') !== champion.version)
    return unfit(`\`${metric}\` is of v${version.replace(/^v/, '')}, which is not live.`);
  return onSameData(now, logged) ? logged : unfit(`\`${metric}\` is of other data than \`${comparison.metric}\`.`);
}

function unfit(reason: string): Reading {
  return { kind: 'none', answer: { status: 'not-comparable', reason, cure: null } };
}

/** The name under which runs log the live version's value of a metric. */
export function baselineName({ baseline, metric }: Pick<Comparison, 'baseline' | 'metric'>): string {
  return baseline.replace('*', () => metric);
}

function own(champion: VersionFacts, { metric }: Comparison, read: Measured, data: string | null): Baseline {
  return { ...read, version: champion.version, facts: champion, metric, loggedAs: null, data };
}

/** "v12 0.861", and under which name the candidate's run logged it, when it did. `beside` is the number that it must not read as. */
export function liveText({ version, value, loggedAs }: Live, beside: number): string {
  const text = `v${version} ${apart(value, beside)[0]}`;
  return loggedAs === null ? text : `${text} by \`${loggedAs}\``;
}

/** What a run logs beside its own value was measured on its data, unless it says otherwise. */
function onSameData(now: Measured, logged: Measured): boolean {
  return logged.dataset === null || now.dataset === null || logged.dataset.digest === now.dataset.digest;
}

function notComparable(
  now: Measured,
  before: Reading,
  champion: VersionFacts,
  comparison: Comparison,
  whyNone: string | null,
): Answer {
  const log = `Measure v${champion.version} on the same data and log it as \`${baselineName(comparison)}\``;
  const logged = whyNone === null ? '' : ` ${whyNone}`;
  const cure = before.kind === 'none' ? `${log}.` : `${log}, or write \`different-data: allow\`.`;
  return { status: 'not-comparable', reason: `${whyNot(now, before, champion, comparison)}${logged}`, cure };
}

function whyNot(now: Measured, before: Reading, { version }: VersionFacts, wanted: Wanted): string {
  if (before.kind === 'none') return `v${version}, which is live, has no such number: ${before.answer.reason}`;
  if (now.dataset === null)
    return `${nameOf(wanted)} was logged without its data set, so v${version}’s may be of other data.`;
  if (before.dataset === null)
    return `v${version} logged ${nameOf(wanted)} without its data set, so it may be of other data.`;
  return `\`${wanted.metric}\` was measured on different data (${short(now.dataset)}, v${version} ${short(before.dataset)}).`;
}

function bothData(now: Measured, candidate: VersionFacts, before: Measured, champion: VersionFacts): string {
  const [ours, theirs] = [dataText(now, candidate), dataText(before, champion)];
  return `Data: ${ours}; v${champion.version}: ${theirs}.`;
}

/** "holdout aaaaaaa, 2026-10-01 to 2026-10-30", as far as it was logged. */
function dataText({ dataset }: Measured, facts: VersionFacts): string {
  const [from, to] = ['data_start', 'data_end'].map((name) => textOf(facts, name)?.slice(0, 30));
  const window = [...(from ? [`from ${from}`] : []), ...(to ? [`to ${to}`] : [])].join(' ');
  const named = dataset === null ? 'not named' : `${dataset.name} ${short(dataset)}`;
  return window ? `${named}, ${window}` : named;
}

function short({ digest }: NonNullable<Metric['dataset']>): string {
  return digest.slice(0, 7);
}
