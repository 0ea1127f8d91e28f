import type { LanePolicy } from '../release/lane-policy.ts';
import { entry } from './entry.ts';
import type { Environment } from './environment-schema.ts';
import type { Model } from './model-schema.ts';
import type { Policy } from './schema.ts';
import { floorOf } from './standing.ts';

/** What moves, trains, validates and serves in a lane. */
export type Workings = Pick<
  LanePolicy,
  'alias' | 'stage' | 'after' | 'onward' | 'trainer' | 'tolerance' | 'validate' | 'serving' | 'surroundings' | 'alerts'
>;

/** What holds where the file says nothing of it. */
export const usualWorkings: Workings = {
  alias: 'champion',
  stage: null,
  after: 'live',
  onward: 'ask',
  trainer: null,
  tolerance: null,
  validate: null,
  serving: null,
  surroundings: { data: null, experiment: null, logLevel: null, prometheus: null },
  alerts: null,
};

/** A model in an environment, as the file says both. */
interface Entries {
  readonly policy: Policy;
  readonly own: Model;
  readonly here: Environment;
  readonly model: string;
  readonly environment: string;
}

type Beside = Pick<Entries, 'own' | 'here' | 'environment'>;

/** What the file says works there: the model's own words about this environment, else the model's, else the environment's. */
export function workingsOf(entries: Entries): Workings {
  const { policy, own, here, environment } = entries;
  const surroundings = surroundingsOf(entries);
  const variables = variablesOf(entries, surroundings);
  const trainer = own.pattern === 'deploy-code' ? nearest(entries, (named) => named.trainer) : undefined;
  const serving = nearest(entries, ({ serving }) => serving);
  return {
    alias: here.alias,
    stage: here.stage ?? null,
    after: here.after ?? floorOf(policy, environment)?.after ?? usualWorkings.after,
    onward: here.then,
    trainer: given(trainer, variables),
    tolerance: own.tolerance ?? null,
    validate: given(
      nearest(entries, ({ validate }) => validate),
      variables,
    ),
    serving: serving === 'none' ? null : (serving ?? null),
    surroundings,
    alerts: here.alerts ?? null,
  };
}

type Named = Pick<Model, 'trainer' | 'validate' | 'serving'>;

/** What is said nearest to the lane. */
export function nearest<W>({ own, here, environment }: Beside, of: (named: Named) => W | undefined): W | undefined {
  return of(entry(own.in, environment) ?? {}) ?? of(own) ?? of(here);
}

/** Only what runs on a machine of ours is given variables: others have their own. */
function given<W extends { readonly kind: string }>(
  worker: W | undefined,
  variables: Readonly<Record<string, string>>,
): W | null {
  if (worker === undefined) return null;
  return worker.kind === 'command' ? { ...worker, variables } : worker;
}

function surroundingsOf({ here, model }: Entries): Workings['surroundings'] {
  return {
    data: here.data ?? null,
    experiment: here.experiment?.replace('{model}', () => model) ?? null,
    logLevel: here['log-level'] ?? null,
    prometheus: here.prometheus ?? null,
  };
}

/** What a command finds set. Where the registry has no stages of the old kind, `MODEL_STAGE` may be said among the variables. */
function variablesOf(
  { policy, here, environment }: Entries,
  { data, experiment, logLevel, prometheus }: Workings['surroundings'],
): Record<string, string> {
  const url = entry(policy.registries, here.registry)?.url;
  const known: Readonly<Record<string, string | null | undefined>> = {
    ENVIRONMENT: environment,
    DATA_PATH: data,
    MLFLOW_TRACKING_URI: url,
    MLFLOW_EXPERIMENT_NAME: experiment,
    MODEL_STAGE: here.stage ?? 'None',
    ENABLE_PROMETHEUS: prometheus === null ? null : String(prometheus !== 'false'),
    LOG_LEVEL: logLevel,
  };
  const set = Object.entries(known).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return { ...Object.fromEntries(set), ...here.variables };
}
