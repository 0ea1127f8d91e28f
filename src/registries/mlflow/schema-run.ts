import { z } from 'zod';
import { MetricValue } from '../../release/evidence.ts';
import { AnyVersion, ms, next, pairs, textOrNull } from './schema-parts.ts';

/** SQL stores have no word for infinity and keep the largest double instead. */
export const Value = MetricValue.transform((value): MetricValue => {
  if (value === Number.MAX_VALUE) return 'Infinity';
  return value === -Number.MAX_VALUE ? '-Infinity' : value;
});

const runStatus = {
  RUNNING: 'running',
  SCHEDULED: 'running',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'failed',
} as const;

const RunInfo = z.object({
  run_id: z.string(),
  experiment_id: z.string(),
  run_name: textOrNull,
  user_id: textOrNull,
  status: z.enum(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']),
  start_time: ms.optional(),
  end_time: ms.optional(),
  artifact_uri: z.string().default(''),
});
const RunMetric = z.object({ key: z.string(), value: Value, timestamp: ms.default(0), step: ms.default(0) });
const DatasetInput = z
  .object({
    tags: pairs,
    dataset: z.object({ name: z.string().default(''), digest: z.string().default('') }),
  })
  .transform(({ tags, dataset }) => ({ ...dataset, context: tags['mlflow.data.context'] ?? null }));

const Run = z
  .object({
    info: RunInfo,
    data: z.object({ metrics: z.array(RunMetric).default([]), params: pairs, tags: pairs }).prefault({}),
    inputs: z.object({ dataset_inputs: z.array(DatasetInput).default([]) }).prefault({}),
    outputs: z
      .object({ model_outputs: z.array(z.object({ model_id: z.string(), step: ms.default(0) })).default([]) })
      .prefault({}),
  })
  .transform(({ info, data, inputs, outputs }) => ({
    id: info.run_id,
    experiment: info.experiment_id,
    name: info.run_name,
    user: info.user_id,
    status: runStatus[info.status],
    startedAt: info.start_time ?? null,
    endedAt: info.end_time ?? null,
    artifactUri: info.artifact_uri,
    ...data,
    datasets: inputs.dataset_inputs,
    /** Logged models, those of the last step last. */
    models: outputs.model_outputs.toSorted((a, b) => a.step - b.step).map(({ model_id }) => model_id),
  }));
export type Run = z.infer<typeof Run>;
export const OneRun = z.object({ run: Run }).transform(({ run }) => run);
export const Runs = z.object({ runs: z.array(Run).default([]) }).transform(({ runs }) => runs);

export const MetricHistory = z
  .object({ metrics: z.array(RunMetric).default([]), next_page_token: next })
  .transform(({ metrics, next_page_token }) => ({ items: metrics, next: next_page_token }));

const modelStatus = {
  LOGGED_MODEL_STATUS_UNSPECIFIED: 'pending',
  LOGGED_MODEL_PENDING: 'pending',
  LOGGED_MODEL_READY: 'ready',
  LOGGED_MODEL_UPLOAD_FAILED: 'failed',
} as const;

const ModelMetric = RunMetric.extend({
  dataset_name: textOrNull,
  dataset_digest: textOrNull,
  run_id: textOrNull,
}).transform(({ dataset_name, dataset_digest, run_id, ...metric }) => ({
  ...metric,
  runId: run_id,
  dataset: dataset_name === null ? null : { name: dataset_name, digest: dataset_digest ?? '' },
}));
export type ModelMetric = z.infer<typeof ModelMetric>;

const LoggedModel = z
  .object({
    info: z.object({
      model_id: z.string(),
      name: z.string().default(''),
      artifact_uri: z.string(),
      status: z
        .enum([
          'LOGGED_MODEL_STATUS_UNSPECIFIED',
          'LOGGED_MODEL_PENDING',
          'LOGGED_MODEL_READY',
          'LOGGED_MODEL_UPLOAD_FAILED',
        ])
        .default('LOGGED_MODEL_READY'),
      source_run_id: textOrNull,
      tags: pairs,
    }),
    data: z.object({ params: pairs, metrics: z.array(ModelMetric).default([]) }).prefault({}),
  })
  .transform(({ info, data }) => ({
    id: info.model_id,
    name: info.name,
    artifactUri: info.artifact_uri,
    status: modelStatus[info.status],
    runId: info.source_run_id,
    tags: info.tags,
    ...data,
  }));
export type LoggedModel = z.infer<typeof LoggedModel>;
export const OneLoggedModel = z.object({ model: LoggedModel }).transform(({ model }) => model);

/** The value of the run tag `mlflow.log-model.history`, in which MLflow 2 notes the models of a run. */
export const LoggedModels = z.array(z.object({ artifact_path: z.string().min(1) }));

/** The value of a logged model's tag `mlflow.modelVersions`. */
export const RegisteredAs = z.array(z.object({ name: z.string(), version: AnyVersion }));
