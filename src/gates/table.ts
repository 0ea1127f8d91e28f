import type { z } from 'zod';
import type { GateConfig } from '../release/lane-policy.ts';
import { Checks, checks } from './checks.ts';
import { Cost, cost } from './cost.ts';
import { Documented, documented } from './documented.ts';
import { Fresh, fresh } from './fresh.ts';
import { FromExperiment, fromExperiment } from './from-experiment.ts';
import type { Gate } from './gate.ts';
import { Http, http } from './http.ts';
import { Improves, improves } from './improves.ts';
import { Labels, labels } from './labels.ts';
import { Latency, latency } from './latency.ts';
import { Metric, metric } from './metric.ts';
import { NotRolledBack, notRolledBack } from './not-rolled-back.ts';
import { NotWorse, notWorse } from './not-worse.ts';
import { PassedIn, passedIn } from './passed-in.ts';
import { Reproducible, reproducible } from './reproducible.ts';
import { Requires, requires } from './requires.ts';
import { RollbackReady, rollbackReady } from './rollback-ready.ts';
import { Schema, schema } from './schema.ts';
import { Size, size } from './size.ts';
import { Soak, soak } from './soak.ts';

/** One kind of gate: how it is written in the policy, and how it is made of that. */
export interface GateKind {
  readonly schema: z.ZodObject;
  readonly example: string;
  build(config: GateConfig): Gate;
  /** The field that names an environment where a version must have been before, if there is one. */
  readonly place?: string;
}

/** Every kind of gate there is, under the key that names it in the policy file. */
export const gateTable: ReadonlyMap<string, GateKind> = new Map<string, GateKind>([
  ['metric', kind(Metric, metric, '{ metric: auc, min: 0.80 }')],
  ['improves', kind(Improves, improves, '{ improves: auc, by: 0.005 }')],
  ['not-worse', kind(NotWorse, notWorse, '{ not-worse: "recall/*", tolerance: 0.01 }')],
  ['labels', kind(Labels, labels, '{ labels: same }')],
  ['documented', kind(Documented, documented, '{ documented: { params: [seed], tags: [team], description: true } }')],
  ['from-experiment', kind(FromExperiment, fromExperiment, '{ from-experiment: growth/churn }')],
  ['reproducible', kind(Reproducible, reproducible, '{ reproducible: true }')],
  ['schema', kind(Schema, schema, '{ schema: backward }')],
  ['latency', kind(Latency, latency, '{ latency: p95_ms, max: 50 }')],
  ['cost', kind(Cost, cost, '{ cost: cost_per_1k, max: 0.20 }')],
  ['size', kind(Size, size, '{ size: 500MB }')],
  ['fresh', kind(Fresh, fresh, '{ fresh: { trained: 7d, data: 30d } }')],
  ['soak', kind(Soak, soak, '{ soak: 24h, in: staging }', 'in')],
  ['passed-in', kind(PassedIn, passedIn, '{ passed-in: staging }', 'passed-in')],
  ['not-rolled-back', kind(NotRolledBack, notRolledBack, '{ not-rolled-back: true }')],
  ['rollback-ready', kind(RollbackReady, rollbackReady, '{ rollback-ready: true }')],
  ['checks', kind(Checks, checks, '{ checks: all }')],
  ['requires', kind(Requires, requires, '{ requires: { model: embedder } }')],
  ['http', kind(Http, http, '{ http: "https://risk.example/check", name: risk, secret: env:RISK_SECRET }')],
]);

/** The gates of a lane, in the policy's order. Throws for a kind that this version does not know: the policy was checked before. */
export function gatesOf(configs: readonly GateConfig[]): Gate[] {
  return configs.map((config) => {
    const found = gateTable.get(config.kind);
    if (found === undefined) throw new TypeError(`No gate of kind ${config.kind}`);
    return found.build(config);
  });
}

/** An environment where a version must have been before, and the field that names it; null where the gate asks for none. */
export function placeBefore(config: GateConfig): { readonly field: string; readonly environment: string } | null {
  const field = gateTable.get(config.kind)?.place;
  const environment = field === undefined ? undefined : config[field];
  return field === undefined || typeof environment !== 'string' ? null : { field, environment };
}

/** The address that a gate asks, if it asks one. */
export function addressOf(config: GateConfig): string | null {
  const { http: url, requires: what } = config;
  const named = typeof what === 'object' && what !== null ? Object.entries(what) : [];
  const asked = named.find(([key]) => key === 'pipeline' || key === 'table')?.[1];
  return [url, asked].find((one) => typeof one === 'string') ?? null;
}

/** `mode` says what a verdict weighs, and is no field of any kind. */
function kind<S extends z.ZodObject>(
  schema: S,
  make: (config: z.output<S>) => Gate,
  example: string,
  place?: string,
): GateKind {
  return {
    schema,
    example,
    ...(place !== undefined && { place }),
    build({ kind: _, mode: _mode, ...fields }) {
      return make(schema.parse(fields));
    },
  };
}
