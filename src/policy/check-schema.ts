import { z } from 'zod';
import { Severity } from '../release/incident/signal.ts';
import type { OwnCheck } from '../release/lane-policy.ts';
import { Duration } from './duration.ts';
import { Name } from './names.ts';
import { Kind } from './watch-schema.ts';
import { code, mapping } from './words.ts';

const minute = 60_000;
const day = 86_400_000;

/** A check as the file writes it; without `server` it asks the only one that there is. */
export type WrittenCheck = Omit<OwnCheck, 'server'> & { readonly server?: string | undefined };

const nameWords = 'not the name of a check. Write 1 to 60 characters, as people shall read it.';
const severityWords = 'not how bad it is. Write `critical`, `warning` or `info`.';

/** How bad something is. */
export const HowBad = z.enum(Severity.options, severityWords);

const queryWords = 'not a query. Write PromQL in quotes, 2000 characters at most.';
const Query = z
  .string(queryWords)
  .min(1, queryWords)
  .max(2000, queryWords)
  .superRefine((query, context) => {
    const message = wrongBraces(query);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

const quoted = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g;
const filled = ['{model}', '{environment}', '{version}'];

/** What would be asked as it stands, or would not be PromQL any more once it is filled in. */
function wrongBraces(query: string): string | null {
  const braces = query.match(/\{[A-Za-z_][\w-]*\}/g) ?? [];
  const stranger = braces.find((one) => !filled.includes(one));
  if (stranger !== undefined)
    return `not a query: nothing is filled in for ${code(stranger)}. Write one of ${filled.map(code).join(', ')}.`;
  const bare = filled.find((one) => query.replaceAll(quoted, '').includes(one));
  return bare === undefined ? null : `not a query: ${code(bare)} stands outside of quotes. Write ${code(`"${bare}"`)}.`;
}

const metricWords = 'not the name of a metric. Write it as the runs of the live version log it.';
const boundWords = 'not a bound. Write a number.';
const windowWords = 'not a window. Write one from 10s to 30d.';
const everyWords = 'not how often it is asked. Write a time from 10s to 1d.';
const breachWords = 'not a number of windows. Write how many have to break the bound one after the other, 1 to 20.';
const leastWords = 'not a number of samples. Write how many there have to be, 1 or more.';

function between(least: number, most: number, words: string) {
  return Duration.pipe(z.number().min(least, words).max(most, words));
}

const Fields = mapping(
  {
    name: z.string(nameWords).trim().min(1, nameWords).max(60, nameWords),
    kind: Kind,
    severity: HowBad.default('warning'),
    query: Query.optional(),
    metric: z.string(metricWords).min(1, metricWords).max(250, metricWords).optional(),
    prometheus: Name.optional(),
    samples: Query.optional(),
    'at-least': z.int(leastWords).min(1, leastWords).optional(),
    max: z.number(boundWords).optional(),
    min: z.number(boundWords).optional(),
    window: between(10_000, 30 * day, windowWords).optional(),
    every: between(10_000, day, everyWords).default(minute),
    breaches: z.int(breachWords).min(1, breachWords).max(20, breachWords).default(3),
  },
  'not a check. Write `{ name: error rate, kind: errors, query: "…", max: 0.01 }`.',
);
type Fields = z.output<typeof Fields>;

/** A question that Signalbox asks by itself: one of Prometheus, or of what the live version's runs log. */
const Check = Fields.superRefine((check, context) => {
  for (const [key, message] of wrongTogether(check)) context.addIssue({ code: 'custom', path: [key], message });
}).transform(
  ({ name, kind, severity, query, metric, prometheus, samples, window, every, breaches, ...rest }): WrittenCheck => ({
    name,
    kind: query === undefined ? 'metric' : 'prometheus',
    of: kind,
    severity,
    ask: query ?? metric ?? '',
    server: prometheus,
    samples: samples ?? null,
    leastSamples: rest['at-least'] ?? 0,
    bound: rest.max === undefined ? { sign: '≥', value: rest.min ?? 0 } : { sign: '≤', value: rest.max },
    windowMs: window ?? (query === undefined ? day : 5 * minute),
    everyMs: every,
    breaches,
  }),
);

type Wrong = readonly [key: keyof Fields, words: string];

function wrongTogether(check: Fields): readonly Wrong[] {
  return [...wrongQuestion(check), ...wrongBounds(check)];
}

function wrongQuestion({ query, metric, prometheus, samples, 'at-least': least }: Fields): readonly Wrong[] {
  if (query !== undefined && metric !== undefined)
    return [['metric', 'a second question. Keep one of `query` and `metric`, or make two checks of them.']];
  if (query === undefined && metric === undefined)
    return [['query', 'missing. Write PromQL, or `metric` with the name of what the live version’s runs log.']];
  const uncounted = least !== undefined && samples === undefined;
  const counts = query === undefined ? 'the metric' : 'the PromQL';
  return [
    ...(prometheus !== undefined && query === undefined
      ? [['prometheus', 'for a `query` only. Leave it out.'] as const]
      : []),
    ...(uncounted
      ? [['samples', `missing. Write ${counts} that counts them, or leave \`at-least\` out.`] as const]
      : []),
  ];
}

function wrongBounds({ min, max }: Fields): readonly Wrong[] {
  if (min !== undefined && max !== undefined)
    return [['min', 'a second bound. Keep one of `max` and `min`, or make two checks of them.']];
  if (min !== undefined || max !== undefined) return [];
  return [['max', 'missing. Write `max: 0.01`, what it may be at most, or `min: 0.9`, what it has to be at least.']];
}

/** The questions of one place. */
export const Checks = z
  .array(Check, 'not a list of checks. Write `[ { name: error rate, kind: errors, query: "…", max: 0.01 } ]`.')
  .max(20, 'more than twenty checks. Write twenty at most.')
  .superRefine((checks, context) => {
    for (const [at, { name }] of checks.entries())
      if (checks.findIndex((one) => one.name === name) < at)
        context.addIssue({
          code: 'custom',
          path: [at, 'name'],
          message: 'the name of another check here. Write another.',
        });
  });
