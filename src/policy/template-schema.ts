import { z } from 'zod';
import { Duration } from './duration.ts';
import { mapping } from './words.ts';

/** Kinds of model that have gates of their own. */
export const templateNames = ['classification', 'regression', 'forecasting', 'ranking', 'text', 'llm-app'] as const;
export type TemplateName = (typeof templateNames)[number];

/** Ways of using a model that ask for more. */
export const addOnNames = ['batch', 'realtime'] as const;
export type AddOnName = (typeof addOnNames)[number];

export const TemplateName = z.enum(templateNames, `not a template. Write one of ${quoted(templateNames)}.`);

const withWords = `not a list of uses. Write \`[batch]\` or \`[realtime]\`.`;
export const AddOns = z.array(z.enum(addOnNames, `not a way of use. Write ${quoted(addOnNames)}.`), withWords);

const metricWords = 'not the name of a metric. Write it as it is logged, for example `auc`.';
const Metric = z.string(metricWords).min(1, metricWords);
const numberWords = 'not a number. Write one like 0.80, without quotes.';
const marginWords = 'neither a distance nor a share. Write `0.005` or `"2%"`.';
const Margin = z.union(
  [z.number(marginWords).nonnegative(marginWords), z.string(marginWords).regex(/^\d{1,3}(\.\d{1,6})?%$/, marginWords)],
  marginWords,
);
const slicesWords = 'not the metrics of the slices. Write a pattern, for example `"recall/*"`, or a list of them.';
const Slice = z.string(slicesWords).min(1, slicesWords);

/** What a template has to be told about the model. Which of it is needed is the template's matter. */
export const About = mapping(
  {
    primary: Metric.optional(),
    direction: z
      .enum(['higher', 'lower'], 'neither higher nor lower. Write `direction: lower` where less is better.')
      .optional(),
    by: Margin.optional(),
    slices: z.union([Slice, z.array(Slice).min(1, slicesWords)], slicesWords).optional(),
    tolerance: Margin.optional(),
    groundedness: Metric.optional(),
    'min-groundedness': z.number(numberWords).optional(),
    latency: Metric.optional(),
    'max-latency': z.number(numberWords).optional(),
    cost: Metric.optional(),
    'max-cost': z.number(numberWords).optional(),
    'data-age': z
      .string()
      .refine((text) => Duration.safeParse(text).success, 'not a duration. Write `7d`.')
      .optional(),
  },
  'not what a template needs to know. Write `{ primary: auc, slices: "recall/*" }`.',
);
export type About = z.output<typeof About>;

const becauseWords = 'not a reason. Write why this may be looser here, in quotes, 200 characters at most.';

/** Which gates of the template or profile this model does without, or asks less of, and why. */
export const Loosen = z.array(
  mapping(
    {
      gate: z.string('not the name of a gate. Write one of the template’s, for example `slices`.'),
      because: z.string(becauseWords).trim().min(1, becauseWords).max(200, becauseWords),
    },
    'not a loosened gate. Write `{ gate: slices, because: "…" }`.',
  ),
  'not a list. Write `[ { gate: slices, because: "…" } ]`.',
);

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
