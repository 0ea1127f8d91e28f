import type { z } from 'zod';
import type { GateConfig } from '../release/lane-policy.ts';
import type { Gate } from './gate.ts';
import { Improves, improves } from './improves.ts';
import { Metric, metric } from './metric.ts';

/** One kind of gate: how it is written in the policy, and how it is made of that. */
export interface GateKind {
  readonly schema: z.ZodObject;
  readonly example: string;
  build(config: GateConfig): Gate;
}

/** Every kind of gate there is, under the key that names it in the policy file. */
export const gateTable: ReadonlyMap<string, GateKind> = new Map([
  ['metric', kind(Metric, metric, '{ metric: auc, min: 0.80 }')],
  ['improves', kind(Improves, improves, '{ improves: auc, by: 0.005 }')],
]);

/** The gates of a lane, in the policy's order. Throws for a kind that this version does not know: the policy was checked before. */
export function gatesOf(configs: readonly GateConfig[]): Gate[] {
  return configs.map((config) => {
    const found = gateTable.get(config.kind);
    if (found === undefined) throw new TypeError(`No gate of kind ${config.kind}`);
    return found.build(config);
  });
}

function kind<S extends z.ZodObject>(schema: S, make: (config: z.output<S>) => Gate, example: string): GateKind {
  return {
    schema,
    example,
    build({ kind: _, mode: _mode, ...fields }) {
      return make(schema.parse(fields));
    },
  };
}
