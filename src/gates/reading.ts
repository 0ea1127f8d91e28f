import type { Metric, VersionFacts } from '../release/evidence.ts';
import { numberText } from '../release/number-text.ts';
import type { Answer } from './gate.ts';

/** Which metric a gate wants; without `dataset`, the only one of that name. */
export interface Wanted {
  readonly metric: string;
  readonly dataset?: string | undefined;
}

/** One number that a gate can compare, or the answer that says why there is none. */
export type Reading =
  | { readonly kind: 'value'; readonly value: number; readonly dataset: Metric['dataset'] }
  | { readonly kind: 'none'; readonly answer: Answer };

/** Finds the number that a gate asks for. The same metric with different values on several data sets is not guessed at. */
export function read(facts: VersionFacts, wanted: Wanted): Reading {
  const [first, ...others] = measurements(facts, wanted);
  return first === undefined ? none(absent(facts, wanted)) : oneOf(first, others, wanted);
}

/** The same, but only of what was measured on the data with this digest, or named no data; null when nothing was. */
export function readOn(facts: VersionFacts, wanted: Wanted, digest: string | null): Reading | null {
  const [first, ...others] = measurements(facts, wanted).filter(({ dataset }) => (dataset?.digest ?? null) === digest);
  return first === undefined ? null : oneOf(first, others, wanted);
}

function measurements(facts: VersionFacts, { metric, dataset: wanted }: Wanted): readonly Metric[] {
  return facts.metrics.filter(({ name, dataset }) => name === metric && (!wanted || dataset?.name === wanted));
}

function oneOf(first: Metric, others: readonly Metric[], wanted: Wanted): Reading {
  const found = [first, ...others];
  if (found.some(({ value }) => value !== first.value)) return none(ambiguous(found, wanted));
  if (!isNumber(first.value)) return none(notANumber(first, wanted));
  const digests = new Set(found.map(({ dataset }) => dataset?.digest ?? null));
  return { kind: 'value', value: first.value, dataset: digests.size === 1 ? first.dataset : null };
}

/** The text under this name: a param, a tag of the version, or one of its run. Null where there is none, or nothing in it. */
export function textOf({ params, tags, run }: VersionFacts, name: string): string | null {
  const found = [params, tags, run?.tags ?? {}].find((entries) => Object.hasOwn(entries, name));
  return found?.[name]?.trim() || null;
}

/** "`auc`" or "`auc` on holdout". */
export function nameOf({ metric, dataset }: Wanted): string {
  return dataset ? `\`${metric}\` on ${dataset}` : `\`${metric}\``;
}

function none(answer: Answer): Reading {
  return { kind: 'none', answer };
}

/** What is said of a metric that a version has not logged, or not yet. */
export function absent(facts: VersionFacts, wanted: Wanted): Answer {
  if (facts.run?.status === 'running') {
    return {
      status: 'not-logged-yet',
      reason: `${nameOf(wanted)} is not logged yet: the run is still going.`,
      cure: 'Wait until the run ends.',
    };
  }
  const elsewhere = facts.metrics.some(({ name }) => name === wanted.metric);
  const reason = elsewhere
    ? `\`${wanted.metric}\` is logged, but not on ${wanted.dataset}.`
    : `${nameOf(wanted)} is missing.`;
  return { status: 'missing', reason, cure: 'Log it on the run, then check again.' };
}

function ambiguous(found: readonly Metric[], wanted: Wanted): Answer {
  const each = found
    .map(({ value, dataset }) => `${numberText(value)} ${dataset ? `on ${dataset.name}` : 'without a data set'}`)
    .sort();
  const named = found.find(({ dataset }) => dataset)?.dataset?.name;
  return {
    status: 'cannot-tell',
    reason: `${nameOf(wanted)} has several values: ${each.join(', ')}.`,
    cure:
      named && !wanted.dataset
        ? `Say in the policy which one counts, for example \`dataset: ${named}\`.`
        : 'Log it once, then check again.',
  };
}

function notANumber({ value }: Metric, wanted: Wanted): Answer {
  return {
    status: 'nan',
    reason: `${nameOf(wanted)} is ${numberText(value)}, which no bound can judge.`,
    cure: 'Log a finite number, or register a better version.',
  };
}

/** True for what a bound can judge. MLflow stores an infinity as the largest double. */
export function isNumber(value: Metric['value']): value is number {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_VALUE;
}
