import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import { numberText } from '../release/number-text.ts';
import type { Live, Measured } from './baseline.ts';
import { fields, justTrue } from './fields.ts';
import type { Answer } from './gate.ts';
import { normalQuantile } from './normal-quantile.ts';
import { type Reading, readOn } from './reading.ts';

const confidence = 'not a confidence. Write one from 0.8 to 0.9999, for example 0.95.';
const stderr =
  'not the name of a metric. Write under which name standard errors are logged, for example `se/*`; `*` stands for the metric.';

/** `significant: true`, or with another confidence, or another name for the standard errors. */
export const Significant = z.union(
  [
    justTrue('significant'),
    fields(
      {
        confidence: z.number(confidence).min(0.8, confidence).max(0.9999, confidence).optional(),
        stderr: z.string(stderr).min(1, stderr).optional(),
      },
      'not a choice. Write `significant: true`, or `significant: { confidence: 0.95 }`.',
    ),
  ],
  'not a choice. Write `significant: true`, or `significant: { confidence: 0.95 }`.',
);
export type Significant = z.output<typeof Significant>;

interface Side extends Measured {
  readonly facts: VersionFacts;
  readonly metric: string;
}

interface Test {
  readonly significant: Significant;
  readonly direction: 'higher' | 'lower';
}

/**
 * Keeps a passing answer only when the progress is larger than noise: one-sided z test of two independent samples,
 * z = difference / √(se₁² + se₂²), against the standard normal quantile of the confidence (0.95 by default), where se are the logged
 * standard errors (NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.1). Both models on the same data err together, so their
 * difference is less noisy than that: the test then lets through too little, never too much.
 */
export function beyondNoise({ significant, direction }: Test, now: Side, before: Live, passing: Answer): Answer {
  const { confidence: sure = 0.95, stderr: named } = significant === true ? {} : significant;
  const errors = [standardError(now, named), standardError(before, named)];
  const [ours, theirs] = errors;
  if (typeof ours !== 'number') return unknown(ours ?? '', now.metric);
  if (typeof theirs !== 'number') return unknown(`v${before.version}: ${theirs}`, before.metric);
  const progress = direction === 'higher' ? now.value - before.value : before.value - now.value;
  const noise = normalQuantile(sure) * Math.hypot(ours, theirs);
  const level = `noise at ${numberText(sure * 100)} %: ${numberText(noise)}`;
  if (progress > noise) return { ...passing, reason: `${passing.reason} Beyond ${level}.` };
  return {
    status: 'fail',
    reason: `\`${now.metric}\` is ${numberText(progress)} better than v${before.version}, which may be chance (${level}).`,
    cure: 'Evaluate on more data, or register a better version.',
  };
}

function unknown(why: string, metric: string): Answer {
  return {
    status: 'cannot-tell',
    reason: `Progress cannot be told from noise: ${why}`,
    cure: `Log the standard error of \`${metric}\` as \`${metric}_stderr\`.`,
  };
}

/** The standard error of one side's value, or why there is none. Beside a value with a data set it may stand without one. */
function standardError(side: Side, named: string | undefined): number | string {
  const names = named ? [named.replace('*', () => side.metric)] : [`${side.metric}_stderr`, `${side.metric}.stderr`];
  const [found] = names.flatMap((name) => errorReading(side, name) ?? []);
  if (found === undefined) return `\`${names[0]}\` is missing.`;
  if (found.kind === 'none') return found.answer.reason;
  return found.value < 0 ? `the standard error of \`${side.metric}\` is below zero.` : found.value;
}

function errorReading({ facts, dataset }: Side, metric: string): Reading | null {
  return (dataset && readOn(facts, { metric }, dataset.digest)) ?? readOn(facts, { metric }, null);
}
