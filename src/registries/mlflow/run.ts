import { ReleaseError } from '../../errors.ts';
import { parseJson } from '../../http/answer.ts';
import type { ArtifactFile, Call, RunNote } from '../../ports.ts';
import type { VersionFacts } from '../../release/evidence.ts';
import { artifactsOf } from '../manifest.ts';
import { type Bytes, hashed, keyOf } from './artifacts.ts';
import { get } from './calls.ts';
import { environmentOf } from './environment.ts';
import { commitOf, datasetsOf, type Reading, runOf } from './facts.ts';
import { metricsOf } from './metrics.ts';
import { readMlmodel } from './mlmodel.ts';
import { modelFile, type Place, placeOf, runFile } from './place.ts';
import { Experiment } from './schema.ts';
import { type LoggedModel, LoggedModels, type Run } from './schema-run.ts';
import { findModel, findRun } from './trace.ts';
import type { Wire } from './wire.ts';

/** What a run logged, as if it were the next version of `name`: its last model, or as MLflow 2 logged it, a folder of the run. */
export async function readRunFacts(
  { registry, wire, cache, pages }: Reading,
  id: string,
  name: string,
  call: Call,
): Promise<Omit<VersionFacts, 'version'> | null> {
  const run = await findRun(wire, id, call);
  if (run === null) return null;
  const model = await findModel(wire, run.models.at(-1) ?? null, call);
  const { files, description, texts } = await hashed(cache, bytesOf(wire, registry, run, model), call);
  return {
    registry,
    name,
    status: model?.status ?? 'ready',
    registeredAt: run.endedAt ?? run.startedAt ?? 0,
    description: '',
    tags: {},
    run: runOf(run, pages),
    modelId: model?.id ?? null,
    metrics: await metricsOf(wire, { run, model }, call),
    params: { ...run.params, ...model?.params },
    datasets: datasetsOf(run),
    schema: readMlmodel(description).schema,
    artifacts: artifactsOf(files),
    url: null,
    environment: environmentOf(texts ?? {}),
  };
}

/** A run may log more files at any time, so only those of a finished logged model are kept. */
function bytesOf(wire: Wire, registry: string, run: Run, model: LoggedModel | null): Bytes {
  const folder = run.artifactUri === '' ? '' : `${run.artifactUri}/${folderOf(run)}`;
  const uri = model?.artifactUri ?? folder;
  const file = model === null ? runFile(run.id, folderOf(run)) : modelFile(model.id);
  const place = placeOf(wire, uri, { file, modelId: model?.id ?? null, run });
  return { key: keyOf([registry, 'run', run.id, uri]), place, settled: model?.status === 'ready' };
}

/** Where MLflow 2 logged the last model of a run; `model` when it does not say. */
function folderOf({ tags }: Run): string {
  return (
    LoggedModels.safeParse(parseJson(tags['mlflow.log-model.history'] ?? '')).data?.at(-1)?.artifact_path ?? 'model'
  );
}

const mostListed = 1_000;
const mostRuns = 500;

/** Reads what runs logged beside their models, and where they belong. */
export interface RunBook {
  files(run: string, call: Call): Promise<readonly ArtifactFile[]>;
  open(run: string, path: string, call: Call): ReturnType<Place['open']>;
  experiment(run: string, call: Call): Promise<string | null>;
  note(run: string, call: Call): Promise<RunNote | null>;
}

/** Where a run keeps its files and what experiment it belongs to never change, so each is asked for once. */
export function runBook(wire: Wire): RunBook {
  const known = new Map<string, Pick<Run, 'id' | 'artifactUri' | 'experiment'>>();
  async function found(id: string, call: Call) {
    const run = known.get(id) ?? (await findRun(wire, id, call));
    if (known.size >= mostRuns) known.clear();
    if (run !== null) known.set(id, { id, artifactUri: run.artifactUri, experiment: run.experiment });
    return run;
  }
  async function place(id: string, call: Call): Promise<Place> {
    const run = await found(id, call);
    if (run === null) throw new ReleaseError('registry_refused', { run: id, hint: 'There is no such run.' });
    return placeOf(wire, run.artifactUri, { file: runFile(id, ''), modelId: null, run });
  }
  return {
    files: async (run, call) => (await place(run, call)).someFiles(mostListed, call),
    open: async (run, path, call) => (await place(run, call)).open(path, call),
    async experiment(id, call) {
      const run = await found(id, call);
      if (run === null) return null;
      const one = await wire.find(Experiment, get('/experiments/get', { experiment_id: run.experiment }), call);
      return one?.name ?? null;
    },
    async note(id, call) {
      const run = await findRun(wire, id, call);
      return run && { commit: commitOf(run), datasets: datasetsOf(run), tags: run.tags };
    },
  };
}
