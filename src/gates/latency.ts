import { z } from 'zod';
import { ceiling } from './ceiling.ts';
import { bound, dataset, metricName } from './fields.ts';
import type { Gate } from './gate.ts';

/** `{ latency: p95_ms, max: 50 }`, in the unit in which the metric is logged. */
export const Latency = z.strictObject({ latency: metricName, max: bound, dataset: dataset.optional() });
export type Latency = z.output<typeof Latency>;

/** Passes when the logged latency is at most `max`. */
export function latency({ latency: metric, max, dataset: on }: Latency): Gate {
  return ceiling('latency', { metric, dataset: on }, max, 'Make it faster, and register a new version.');
}
