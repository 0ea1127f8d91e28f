import { parseJson } from '../../http/answer.ts';
import type { Call } from '../../ports.ts';
import { get, pathOf } from './calls.ts';
import { type Owner, type Place, placeOf, versionFile } from './place.ts';
import { DownloadUri, type ModelVersion, OneVersion } from './schema.ts';
import { type LoggedModel, OneLoggedModel, OneRun, RegisteredAs, type Run } from './schema-run.ts';
import type { Wire } from './wire.ts';

/** A version with the run and the logged model it came from, where MLflow knows them, and the place of its files. */
export interface Trace {
  readonly version: ModelVersion;
  readonly run: Run | null;
  readonly model: LoggedModel | null;
  readonly place: Place;
}

const mostOutputs = 20;

export function findVersion(wire: Wire, name: string, version: string, call: Call): Promise<ModelVersion | null> {
  return wire.find(OneVersion, get('/model-versions/get', { name, version }), call);
}

export async function findModel(wire: Wire, id: string | null, call: Call): Promise<LoggedModel | null> {
  return id === null ? null : wire.find(OneLoggedModel, get(`/logged-models/${pathOf(id)}`), call);
}

export async function findRun(wire: Wire, id: string | null, call: Call): Promise<Run | null> {
  return id === null ? null : wire.find(OneRun, get('/runs/get', { run_id: id }), call);
}

/** Follows a version to its files, run and logged model; null when there is no such version (any more). */
export async function trace(wire: Wire, name: string, number: string, call: Call): Promise<Trace | null> {
  const version = await findVersion(wire, name, number, call);
  if (version === null) return null;
  const named = version.modelId ?? modelIn(version.source);
  const [run, direct] = await Promise.all([findRun(wire, version.runId, call), findModel(wire, named, call)]);
  const uri = direct?.artifactUri ?? (await sourceOf(wire, version, call));
  const model = direct ?? (await modelAt(wire, uri, run, call));
  const files = model !== null && uri.startsWith('runs:/') ? model.artifactUri : resolved(uri, run);
  const owner: Owner = { file: versionFile(name, number), modelId: model?.id ?? null, run };
  return { version, run, model, place: placeOf(wire, files, owner) };
}

/** OSS servers do not return `model_id`: the source or the files' address may hold it. */
function modelIn(uri: string): string | null {
  return /^models:\/(m-[0-9a-f]+)$/.exec(uri)?.[1] ?? /\/models\/(m-[0-9a-f]+)\/artifacts/.exec(uri)?.[1] ?? null;
}

/** `models:/name/3` is only the way the version was made; the files' address is fixed at that moment. */
async function sourceOf(wire: Wire, { name, version, source }: ModelVersion, call: Call): Promise<string> {
  if (!source.startsWith('models:/')) return source;
  return wire.ask(DownloadUri, get('/model-versions/get-download-uri', { name, version }), call);
}

async function modelAt(wire: Wire, uri: string, run: Run | null, call: Call): Promise<LoggedModel | null> {
  const found = await findModel(wire, modelIn(uri), call);
  return found ?? (uri.startsWith('runs:/') ? outputNamed(wire, uri, run, call) : null);
}

/** MLflow 3 reads `runs:/<run>/<name>` as the run's logged model of that name, and only then as a path among its files. */
async function outputNamed(wire: Wire, uri: string, run: Run | null, call: Call): Promise<LoggedModel | null> {
  for (const id of run?.models.slice(0, mostOutputs) ?? []) {
    const model = await findModel(wire, id, call);
    if (model?.name === belowRun(uri)) return model;
  }
  return null;
}

/** The server keeps `runs:/<run>/<path>` as it came and cannot read it itself (500): it has to be resolved here. */
function resolved(uri: string, run: Run | null): string {
  return uri.startsWith('runs:/') && run !== null ? `${run.artifactUri}/${belowRun(uri)}` : uri;
}

function belowRun(uri: string): string {
  return uri.replace(/^runs:\/+[^/]+\//, '');
}

/** The last two ways to a logged model: the `MLmodel` file's own word, then a model of the run that lists this version. */
export async function recoverModel(
  wire: Wire,
  { version, run }: Trace,
  told: string | null,
  call: Call,
): Promise<LoggedModel | null> {
  const candidates = [...(told === null ? [] : [told]), ...(run?.models.slice(0, mostOutputs) ?? [])];
  for (const id of new Set(candidates)) {
    const model = await findModel(wire, id, call);
    if (model !== null && (id === told || lists(model, version))) return model;
  }
  return null;
}

/** MLflow notes the versions made of a logged model in a tag of that model. */
function lists({ tags }: LoggedModel, { name, version }: ModelVersion): boolean {
  const { data } = RegisteredAs.safeParse(parseJson(tags['mlflow.modelVersions'] ?? ''));
  return data?.some((known) => known.name === name && known.version === version) ?? false;
}
