import { z } from 'zod';
import { AnyVersion, ms, next, pairs, textOrNull } from './schema-parts.ts';

const versionStatus = {
  PENDING_REGISTRATION: 'pending',
  READY: 'ready',
  FAILED_REGISTRATION: 'failed',
} as const;

export const ModelVersion = z
  .object({
    name: z.string(),
    version: AnyVersion,
    creation_timestamp: ms,
    description: z.string().default(''),
    source: z.string().default(''),
    run_id: textOrNull,
    model_id: textOrNull,
    status: z.enum(['PENDING_REGISTRATION', 'READY', 'FAILED_REGISTRATION']).default('READY'),
    tags: pairs,
    current_stage: z.string().optional(),
  })
  .transform(({ creation_timestamp, run_id, model_id, status, current_stage, ...rest }) => ({
    ...rest,
    ...(current_stage === undefined ? {} : { stage: current_stage }),
    registeredAt: creation_timestamp,
    runId: run_id,
    modelId: model_id,
    status: versionStatus[status],
  }));
export type ModelVersion = z.infer<typeof ModelVersion>;

export const OneVersion = z.object({ model_version: ModelVersion }).transform(({ model_version }) => model_version);
export const Versions = z
  .object({ model_versions: z.array(ModelVersion).default([]), next_page_token: next })
  .transform(({ model_versions, next_page_token }) => ({ items: model_versions, next: next_page_token }));
export const DownloadUri = z.object({ artifact_uri: z.string() }).transform(({ artifact_uri }) => artifact_uri);

/** `latest_versions` holds the newest of each stage, so the highest of them is the newest of all. */
const Model = z
  .object({
    name: z.string(),
    aliases: z.array(z.object({ alias: z.string(), version: AnyVersion })).default([]),
    latest_versions: z.array(z.object({ version: AnyVersion, current_stage: z.string().default('None') })).default([]),
  })
  .transform(({ name, aliases, latest_versions }) => ({
    name,
    aliases: new Map(aliases.map(({ alias, version }) => [alias, version])),
    stages: new Map(latest_versions.map(({ current_stage, version }) => [current_stage, version])),
    newest: latest_versions.map(({ version }) => version).sort((a, b) => Number(b) - Number(a))[0] ?? null,
  }));
export const OneModel = z.object({ registered_model: Model }).transform(({ registered_model }) => registered_model);
export const Models = z
  .object({ registered_models: z.array(Model).default([]), next_page_token: next })
  .transform(({ registered_models, next_page_token }) => ({ items: registered_models, next: next_page_token }));

export const Experiment = z
  .object({
    experiment: z.object({
      experiment_id: z.string(),
      name: z.string().default(''),
      lifecycle_stage: z.string().default('active'),
    }),
  })
  .transform(({ experiment: { experiment_id, name, lifecycle_stage } }) => ({
    id: experiment_id,
    name,
    active: lifecycle_stage === 'active',
  }));
export const NewExperiment = z.object({ experiment_id: z.string() }).transform(({ experiment_id }) => experiment_id);

export const Listing = z
  .object({
    files: z
      .array(z.object({ path: z.string(), is_dir: z.boolean().default(false), file_size: ms.default(0) }))
      .default([]),
    next_page_token: next,
  })
  .transform(({ files, next_page_token }) => ({
    items: files.map(({ path, is_dir, file_size }) => ({ path, isFolder: is_dir, bytes: file_size })),
    next: next_page_token,
  }));

export const Webhook = z
  .object({
    webhook_id: z.string(),
    name: z.string(),
    url: z.string(),
    description: z.string().default(''),
    events: z.array(z.object({ entity: z.string(), action: z.string() })).default([]),
    status: z.string().default('ACTIVE'),
    creation_timestamp: ms.default(0),
  })
  .transform(({ webhook_id, creation_timestamp, ...rest }) => ({
    ...rest,
    id: webhook_id,
    createdAt: creation_timestamp,
  }));
export type Webhook = z.infer<typeof Webhook>;
export const OneWebhook = z.object({ webhook: Webhook }).transform(({ webhook }) => webhook);
export const Webhooks = z
  .object({ webhooks: z.array(Webhook).default([]), next_page_token: next })
  .transform(({ webhooks, next_page_token }) => ({ items: webhooks, next: next_page_token }));

/** Answers that say nothing but "done": `{}`, or no body at all. */
export const Nothing = z.unknown();

/** MLflow's errors; other bodies (HTML, plain text) are none of them. */
export const WireError = z.object({ error_code: z.string(), message: z.string().default('') });
