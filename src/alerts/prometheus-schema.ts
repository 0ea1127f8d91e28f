import { z } from 'zod';
import { parseJson } from '../http/answer.ts';
import type { Point } from '../ports-alerts.ts';

/** Go writes numbers as texts: `+Inf`, `-Inf` and `NaN` are none in JSON. What is not a number at all is no value. */
const Value = z.string().transform((text, context): number | null => {
  const value = text === '' ? Number.NaN : Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));
  if (Number.isNaN(value) && text !== 'NaN') context.addIssue({ code: 'custom', message: 'is no number' });
  return Number.isNaN(value) ? null : value;
});

const Sample = z
  .tuple([z.number(), Value])
  .transform(([seconds, value]): Point => ({ at: Math.round(seconds * 1_000), value }));

const OneSeries = z
  .object({
    metric: z.record(z.string(), z.string()),
    values: z.array(Sample, { error: 'is missing: the query gives histograms, not numbers' }),
  })
  .transform(({ metric, values }) => ({ labels: metric, points: values }));

/** Hints about how a query is written, which servers before 2.54 sent among the warnings. */
const hint = /^PromQL info: /;

/** The answer of `query_range`. */
export const QueryRange = z
  .object({
    status: z.literal('success'),
    data: z.object({ resultType: z.literal('matrix'), result: z.array(OneSeries) }),
    warnings: z.array(z.string()).nullish(),
  })
  .transform(({ data, warnings }) => ({
    series: data.result,
    warnings: (warnings ?? []).filter((warning) => !hint.test(warning)),
  }));

/** How a query is refused, from the text of the answer. */
export const RefusedQuery = z
  .string()
  .transform(parseJson)
  .pipe(z.object({ errorType: z.string(), error: z.string().transform((text) => text.slice(0, 500)) }));
