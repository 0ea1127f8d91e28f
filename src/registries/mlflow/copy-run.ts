import { ReleaseError } from '../../errors.ts';
import type { Call, CopyRequest } from '../../ports.ts';
import type { VersionFacts } from '../../release/evidence.ts';
import { get, pathOf, send } from './calls.ts';
import { Experiment, NewExperiment, Nothing } from './schema.ts';
import { type LoggedModel, OneLoggedModel, OneRun, type Run, Runs } from './schema-run.ts';
import { findModel } from './trace.ts';
import { codeOf, refusalOf, type Wire } from './wire.ts';

/** The run, and where the source had one the logged model, that hold a copied version's files and evidence. */
export interface Home {
  readonly run: string;
  readonly model: string | null;
  readonly uri: string;
  /** Where the run keeps what it logged beside the model. */
  readonly beside: string;
}

/** Finds the home that this release's copy made before, or makes it. Release and step are set as the run is created. */
export async function makeHome(wire: Wire, request: CopyRequest, call: Call): Promise<Home> {
  const experiment = await experimentOf(wire, request.name, call);
  const run = (await runOf(wire, experiment, request, call)) ?? (await createRun(wire, experiment, request, call));
  const model = request.source.modelId === null ? null : await modelOf(wire, run, request, call);
  const uri = model?.artifactUri ?? `${run.artifactUri}/model`;
  return { run: run.id, model: model?.id ?? null, uri, beside: run.artifactUri };
}

async function experimentOf(wire: Wire, model: string, call: Call): Promise<string> {
  const name = `signalbox/${model}`;
  const answer = await wire.tryTo(NewExperiment, send('POST', '/experiments/create', { name }), call);
  if (answer.kind === 'ok') return answer.value;
  if (codeOf(answer) !== 'RESOURCE_ALREADY_EXISTS') throw refusalOf(answer);
  const { id, active } = await wire.ask(Experiment, get('/experiments/get-by-name', { experiment_name: name }), call);
  if (active) return id;
  throw new ReleaseError('registry_refused', { experiment: name, hint: 'This experiment is deleted: restore it.' });
}

async function runOf(wire: Wire, experiment: string, { release }: CopyRequest, call: Call): Promise<Run | null> {
  const filter = `tags.\`signalbox.release\` = '${release}' and tags.\`signalbox.step\` = 'copy-version'`;
  const body = { experiment_ids: [experiment], filter, max_results: 100 };
  const runs = await wire.ask(Runs, send('POST', '/runs/search', body), call);
  return runs.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0] ?? null;
}

async function createRun(wire: Wire, experiment: string, request: CopyRequest, call: Call): Promise<Run> {
  const { release, source } = request;
  const body = {
    experiment_id: experiment,
    run_name: `${source.registry} ${source.name} v${source.version}`,
    user_id: source.run?.user ?? '',
    start_time: source.run?.startedAt ?? source.registeredAt,
    tags: [
      { key: 'signalbox.release', value: release },
      { key: 'signalbox.step', value: 'copy-version' },
      { key: 'signalbox.source', value: `${source.registry}/${source.name}/${source.version}` },
    ],
  };
  return wire.ask(OneRun, send('POST', '/runs/create', body), call);
}

/** Metrics measured on a data set live on a logged model, so a source that has one gets one; MLflow 2 knows none (404). */
async function modelOf(wire: Wire, run: Run, { source }: CopyRequest, call: Call): Promise<LoggedModel | null> {
  const before = await findModel(wire, run.models[0] ?? null, call);
  if (before !== null) return before;
  const body = { experiment_id: run.experiment, name: source.name.replaceAll(/[^\w -]/g, '-'), source_run_id: run.id };
  const answer = await wire.tryTo(OneLoggedModel, send('POST', '/logged-models', body), call);
  if (answer.kind === 'refused' && answer.status === 404 && codeOf(answer) === null) return null;
  if (answer.kind === 'refused') throw refusalOf(answer);
  const models = [{ model_id: answer.value.id, step: 0 }];
  await wire.ask(Nothing, send('POST', '/runs/outputs', { run_id: run.id, models }), call);
  return answer.value;
}

/** Writes the source's parameters, metrics, tags and data sets to the home and closes it; may be done again. */
export async function recordRun(wire: Wire, home: Home, source: VersionFacts, call: Call): Promise<void> {
  const run_id = home.run;
  for (const params of batches(pairs(source.params), 100)) await log(wire, { run_id, params }, call);
  for (const metrics of batches(await newMetrics(wire, home, source, call), 500))
    await log(wire, { run_id, metrics }, call);
  for (const tags of batches(runTags(source), 100)) await log(wire, { run_id, tags }, call);
  for (const datasets of batches(datasetsOf(source), 50)) {
    await wire.ask(Nothing, send('POST', '/runs/log-inputs', { run_id, datasets }), call);
  }
  if (home.model !== null) {
    const ready = { model_id: home.model, status: 'LOGGED_MODEL_READY' };
    await wire.ask(Nothing, send('PATCH', `/logged-models/${pathOf(home.model)}`, ready), call);
  }
  const end_time = source.run?.endedAt ?? source.registeredAt;
  await wire.ask(Nothing, send('POST', '/runs/update', { run_id, status: 'FINISHED', end_time }), call);
}

async function log(wire: Wire, batch: object, call: Call): Promise<void> {
  await wire.ask(Nothing, send('POST', '/runs/log-batch', batch), call);
}

/**
 * A logged model refuses two metrics of one name, time and step even on different data sets, and a metric logged a second time:
 * so each gets a millisecond of its own, and those that are there are left out.
 */
async function newMetrics(wire: Wire, { model }: Home, source: VersionFacts, call: Call): Promise<readonly object[]> {
  const there = new Set((await findModel(wire, model, call))?.metrics.map(({ timestamp }) => timestamp));
  return source.metrics
    .map(({ name, value, dataset }, index) => ({
      key: name,
      value,
      timestamp: source.registeredAt + index,
      step: 0,
      ...(model !== null && { model_id: model }),
      ...(model !== null && dataset !== null && { dataset_name: dataset.name, dataset_digest: dataset.digest }),
    }))
    .filter(({ timestamp }) => !there.has(timestamp));
}

const elsewhere = new Set(['mlflow.log-model.history', 'mlflow.parentRunId', 'mlflow.loggedArtifacts']);

function runTags({ run }: VersionFacts): readonly { key: string; value: string }[] {
  return pairs(run?.tags ?? {}).filter(({ key }) => !elsewhere.has(key));
}

function datasetsOf({ registry, datasets }: VersionFacts): readonly object[] {
  return datasets.map(({ name, digest, context }) => ({
    tags: context === null ? [] : [{ key: 'mlflow.data.context', value: context }],
    dataset: { name, digest, source_type: 'signalbox', source: JSON.stringify({ registry }) },
  }));
}

function pairs(record: Readonly<Record<string, string>>): readonly { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
