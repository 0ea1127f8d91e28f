import { z } from 'zod';
import { MetricValue } from '../../release/evidence.ts';
import { Version } from '../../release/ids.ts';
import { Severity, SignalKind } from '../../release/incident/signal.ts';

const Name = z.string().min(1).max(200);
const Time = z.iso.datetime({ offset: true, error: 'is no time with a zone, like 2026-11-22T09:00:00Z' });
const Count = z.int().nonnegative();

const Bound = z
  .strictObject({
    sign: z.enum(['<=', '>=']).describe('`<=` where the score has to stay below, `>=` where it has to stay above'),
    value: z.number(),
  })
  .describe('What the score has to keep to. What lies exactly on it keeps to it.');

const Score = z
  .strictObject({
    name: Name.describe('for example `share of drifted columns`, `auc`, `error rate`'),
    value: MetricValue.describe('a number, or the text NaN, Infinity or -Infinity'),
    bound: Bound.optional(),
    trained: MetricValue.optional().describe('the same score when the version was trained'),
    unit: z.string().min(1).max(20).optional(),
  })
  .describe('The one number that says how bad it is.');

const FeatureScore = z.strictObject({
  name: Name,
  value: z.number(),
  bound: z.number().optional().describe('what the score should not exceed'),
});

/** What a report says of one model: ours, for Evidently and everything that computes drift or quality. Published as `docs/drift.schema.json`. */
export const DriftDocument = z
  .strictObject({
    v: z.literal(1, { error: 'is not 1, the version of this form' }),
    kind: SignalKind.describe('what is wrong; it decides what Signalbox advises'),
    state: z.enum(['firing', 'resolved']).describe('`firing` while it is so, `resolved` once it is over'),
    model: Name.describe('as the policy file names it'),
    environment: Name.describe('as the policy file names it'),
    version: Version.optional().describe('the version that was looked at; left out where nobody knows'),
    alias: Name.optional().describe('in place of a version, for example `champion`'),
    severity: Severity.optional().describe('left out: the source’s rules say it'),
    key: Name.optional().describe('tells this finding again; left out: model, environment, kind and method'),
    title: z.string().min(1).max(300).optional().describe('left out: the score in words'),
    words: z.string().max(1_000).optional(),
    at: Time.describe('when this was found out'),
    startedAt: Time.optional().describe('since when it is so; left out: the end of the window'),
    window: z.strictObject({ from: Time, to: Time }).optional().describe('the inputs or requests that were looked at'),
    method: Name.optional().describe('for example `psi`, `wasserstein`, `ks`'),
    score: Score.optional(),
    samples: z
      .strictObject({ current: Count, reference: Count.optional() })
      .optional()
      .describe('on how many rows it was measured'),
    features: z
      .array(FeatureScore)
      .max(10_000)
      .optional()
      .describe('scores of single features, in any order; the worst ten are shown'),
    report: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .meta({ pattern: '^[Hh][Tt][Tt][Pp][Ss]?://' })
      .optional()
      .describe('where the whole report lies'),
    labels: z.record(z.string().min(1).max(100), z.string().max(300)).optional().describe('what rules may look at'),
  })
  .refine(({ version, alias }) => version === undefined || alias === undefined, {
    path: ['alias'],
    error: 'stands beside a version: give one of the two',
  })
  .refine(({ window }) => window === undefined || Date.parse(window.from) <= Date.parse(window.to), {
    path: ['window', 'to'],
    error: 'lies before its beginning',
  })
  .meta({
    title: 'Signalbox drift document, version 1',
    description:
      'What a report says of one model in one environment. At most one of `version` and `alias`; a window does not end before it begins.',
    not: { required: ['version', 'alias'] },
  });
export type DriftDocument = z.infer<typeof DriftDocument>;
