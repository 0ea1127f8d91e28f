import { z } from 'zod';
import { exactText, textBeside } from '../release/number-text.ts';
import { bound, dataset, metricName } from './fields.ts';
import type { Gate } from './gate.ts';
import { nameOf, read } from './reading.ts';

/** `{ metric: auc, min: 0.80 }`, with `min`, `max` or both, and the data set where it matters. */
export const Metric = z
  .strictObject({ metric: metricName, min: bound.optional(), max: bound.optional(), dataset: dataset.optional() })
  .refine(
    ({ min, max }) => min !== undefined || max !== undefined,
    'a gate without a bound. Write `min: 0.80`, `max: 0.20` or both.',
  )
  .refine(
    ({ min = -Infinity, max = Infinity }) => min <= max,
    'a gate that nothing can pass. Write a `min` that is not above `max`.',
  );
export type Metric = z.output<typeof Metric>;

/** Passes when a metric lies within fixed bounds, the bounds included. */
export function metric(config: Metric): Gate {
  const { min = -Infinity, max = Infinity } = config;
  const bounds = [
    ...(config.min === undefined ? [] : [`≥ ${exactText(min)}`]),
    ...(config.max === undefined ? [] : [`≤ ${exactText(max)}`]),
  ].join(' and ');
  const directions = { higher: config.max === undefined, lower: config.min === undefined };
  return {
    kind: 'metric',
    label: `${nameOf(config).replaceAll('`', '')} ${bounds}`,
    about: {
      name: config.metric,
      direction: directions.higher ? 'higher' : directions.lower ? 'lower' : 'unknown',
      ...drawn(config),
    },
    check({ candidate }) {
      const reading = read(candidate, config);
      if (reading.kind === 'none') return reading.answer;
      const passed = min <= reading.value && reading.value <= max;
      const text = textBeside(reading.value, reading.value < min ? min : max);
      return {
        status: passed ? 'pass' : 'fail',
        reason: `${nameOf(config)} ${text}, needs ${bounds}.`,
        cure: passed ? null : 'Register a better version.',
      };
    },
  };
}

/** A picture has room for one bound, and none to say on which of several data sets. */
function drawn({ min, max, dataset: on }: Metric): Pick<NonNullable<Gate['about']>, 'bound'> {
  if (on !== undefined || (min !== undefined && max !== undefined)) return {};
  if (min !== undefined) return { bound: { sign: '≥', value: min } };
  return max === undefined ? {} : { bound: { sign: '≤', value: max } };
}
