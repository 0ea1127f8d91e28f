import { z } from 'zod';

/**
 * What the fields of several gates must look like; each message says what it is not, then what to write. A gate's fields are read
 * from the file, kept, and read again when the gate is made: schemas check, they do not convert.
 */
export const metricName = z
  .string('not the name of a metric. Write it as it is logged, for example `auc`.')
  .min(1, 'empty. Write the metric as it is logged, for example `auc`.');
export const bound = z.number('not a number. Write one like 0.80, without quotes.');
export const dataset = z
  .string('not the name of a data set. Write it as it is logged, for example `holdout`.')
  .min(1, 'empty. Write the data set as it is logged, for example `holdout`.');
export const direction = z.enum(
  ['higher', 'lower'],
  'neither higher nor lower. Write `direction: lower` where less is better.',
);
export const differentData = z.literal(
  'allow',
  'not a choice. Write `allow`, or leave it out to refuse different data.',
);
const baselineWords =
  'not a name for the live version’s values. Write under which name runs log them, for example `baseline.*`; `*` stands for the metric.';
export const baseline = z
  .string(baselineWords)
  .min(1, baselineWords)
  .refine((name) => name !== '*', baselineWords);
export const baselines = z.string(baselineWords).regex(/^(?:[^*]+\*[^*]*|\*[^*]+)$/, baselineWords);
export const environment = z
  .string('not an environment. Write its name, for example `staging`.')
  .min(1, 'empty. Write an environment, for example `staging`.');
export const span = z
  .string('not a duration. Write a number and a unit, for example 30m, 72h or 7d.')
  .regex(/^\d{1,9}[smhd]$/, 'not a duration. Write a number and a unit, for example 30m, 72h or 7d.');

/** A gate that is there or not: anything but `true` is a mistake. */
export function justTrue(kind: string) {
  return z.literal(true, `not a choice. Write \`${kind}: true\`, or leave the gate out.`);
}

/** One of a kind of name, or a list of them; `*` in a name stands for anything. */
export function names(what: string, example: string) {
  const cure = `Write ${what}, or a list of them, for example \`${example}\`; \`*\` stands for anything.`;
  const name = z.string(`not a name. ${cure}`).min(1, `empty. ${cure}`);
  return z.union([name, z.array(name).min(1, `empty. ${cure}`)], `not a name. ${cure}`);
}

/** Fields inside a field; an unknown one is told with those that there are. */
export function fields<S extends z.ZodRawShape>(shape: S, words: string) {
  const known = Object.keys(shape)
    .map((key) => `\`${key}\``)
    .join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `there is no \`${key}\` here. Write one of ${known}.`).join('\n')
        : words,
  });
}
