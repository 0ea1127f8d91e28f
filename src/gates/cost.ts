import { z } from 'zod';
import { ceiling } from './ceiling.ts';
import { bound, dataset, metricName } from './fields.ts';
import type { Gate } from './gate.ts';

/** `{ cost: cost_per_1k, max: 0.20 }`, in the unit in which the metric is logged. */
export const Cost = z.strictObject({ cost: metricName, max: bound, dataset: dataset.optional() });
export type Cost = z.output<typeof Cost>;

/** Passes when the logged cost is at most `max`. */
export function cost({ cost: metric, max, dataset: on }: Cost): Gate {
  return ceiling('cost', { metric, dataset: on }, max, 'Make it cheaper, and register a new version.');
}
