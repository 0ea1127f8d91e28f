import { request } from 'undici';
import { z } from 'zod';
import { Version } from '../../../src/release/ids.ts';

/** What a test wants to find on a server: a run with a logged model (MLflow 3) or without one (as MLflow 2 logs). */
export interface Seed {
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Files that the run logs beside its model. */
  readonly artifacts?: Readonly<Record<string, string>>;
  readonly shape?: 'logged-model' | 'run-only';
  readonly metrics?: readonly {
    key: string;
    value: number | string;
    step?: number;
    timestamp?: number;
    dataset?: string;
    run?: boolean;
  }[];
  readonly params?: Readonly<Record<string, string>>;
  readonly runTags?: Readonly<Record<string, string>>;
  readonly versionTags?: Readonly<Record<string, string>>;
  readonly datasets?: readonly { name: string; digest: string; context: string }[];
  readonly description?: string;
  readonly running?: boolean;
  /** `plain` for the usual source; `runs` for one that the server cannot read itself. */
  readonly source?: 'plain' | 'runs';
}

export interface Seeded {
  readonly version: Version;
  readonly run: string;
  readonly experiment: string;
  readonly model: string | null;
  readonly root: string;
}

export type Ask = (method: string, path: string, body?: object | Buffer) => Promise<unknown>;

/** Asks a server by bare REST, as nothing of ours does it. */
export function asker(url: string, authorization?: string): Ask {
  return async (method, path, body) => {
    const isBytes = Buffer.isBuffer(body);
    const answer = await request(path.startsWith('/api') ? url + path : `${url}/api/2.0/mlflow${path}`, {
      method,
      headers: { ...(authorization && { authorization }), ...(!isBytes && { 'content-type': 'application/json' }) },
      body: body === undefined ? null : isBytes ? body : JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
}

const Created = z.object({
  experiment_id: z.string().optional(),
  run: z.object({ info: z.object({ run_id: z.string(), artifact_uri: z.string() }) }).optional(),
  model: z.object({ info: z.object({ model_id: z.string(), artifact_uri: z.string() }) }).optional(),
  model_version: z.object({ version: Version }).optional(),
});

export const plainMlmodel = [
  'artifact_path: model',
  'flavors: {python_function: {loader_module: mlflow.sklearn}}',
  'signature:',
  `  inputs: '[{"type": "double", "name": "x", "required": true}]'`,
  `  outputs: '[{"type": "double"}]'`,
  '  params: null',
  '',
].join('\n');

/** Makes a registered model's next version with all that leads to it; answers what it is called. */
export async function seedVersion(ask: Ask, name: string, seed: Seed = {}): Promise<Seeded> {
  const create = async (path: string, body: object) => Created.parse(await ask('POST', path, body));
  const experiment = `${name}-${crypto.randomUUID()}`;
  const { experiment_id } = await create('/experiments/create', { name: experiment });
  const start = 1_790_000_000_000;
  const tags = pairs({ 'mlflow.user': 'pat@corp.example', ...seed.runTags });
  const { run } = await create('/runs/create', { experiment_id, start_time: start, user_id: 'pat', tags });
  if (run === undefined) throw new Error('no run');
  const run_id = run.info.run_id;
  const model = seed.shape === 'run-only' ? undefined : await loggedModel(ask, create, experiment_id, run_id);
  const metrics = (seed.metrics ?? []).map(({ dataset, run: ofRun, ...metric }, index) => ({
    timestamp: start + index,
    step: 0,
    ...metric,
    ...(model && !ofRun && { model_id: model.info.model_id }),
    ...(dataset && { dataset_name: dataset, dataset_digest: `digest-of-${dataset}` }),
  }));
  await ask('POST', '/runs/log-batch', { run_id, metrics, params: pairs(seed.params ?? {}) });
  if (seed.datasets) await ask('POST', '/runs/log-inputs', { run_id, datasets: seed.datasets.map(datasetInput) });
  const uri = model?.info.artifact_uri ?? `${run.info.artifact_uri}/model`;
  const root = await upload(ask, uri, seed.files ?? { MLmodel: plainMlmodel, 'model.pkl': 'weights' });
  await upload(ask, run.info.artifact_uri, seed.artifacts ?? {});
  if (model)
    await ask('PATCH', `/logged-models/${model.info.model_id}`, {
      model_id: model.info.model_id,
      status: 'LOGGED_MODEL_READY',
    });
  if (!seed.running) await ask('POST', '/runs/update', { run_id, status: 'FINISHED', end_time: start + 60_000 });
  await ask('POST', '/registered-models/create', { name }).catch(() => {});
  const source =
    seed.source === 'runs'
      ? `runs:/${run_id}/${model ? 'clf' : 'model'}`
      : model
        ? `models:/${model.info.model_id}`
        : uri;
  const { model_version } = await create('/model-versions/create', {
    name,
    source,
    run_id,
    ...(model && seed.source !== 'runs' && { model_id: model.info.model_id }),
    tags: pairs(seed.versionTags ?? {}),
    description: seed.description ?? '',
  });
  if (model_version === undefined) throw new Error('no version');
  return { version: model_version.version, run: run_id, experiment, model: model?.info.model_id ?? null, root };
}

async function upload(ask: Ask, uri: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const root = uri.replace(/^mlflow-artifacts:\/+/, '');
  for (const [path, content] of Object.entries(files)) {
    await ask('PUT', `/api/2.0/mlflow-artifacts/artifacts/${root}/${path}`, Buffer.from(content));
  }
  return root;
}

type Create = (path: string, body: object) => Promise<z.infer<typeof Created>>;

async function loggedModel(ask: Ask, create: Create, experiment_id: string | undefined, run_id: string) {
  const { model } = await create('/logged-models', { experiment_id, name: 'clf', source_run_id: run_id });
  await ask('POST', '/runs/outputs', { run_id, models: [{ model_id: model?.info.model_id, step: 0 }] });
  return model;
}

function datasetInput({ name, digest, context }: { name: string; digest: string; context: string }) {
  const dataset = { name, digest, source_type: 'test', source: '{}' };
  return { tags: [{ key: 'mlflow.data.context', value: context }], dataset };
}

function pairs(record: Readonly<Record<string, string>>) {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}
