import type { Readable } from 'node:stream';
import { ReleaseError } from '../../errors.ts';
import type { HttpRequest } from '../../http.ts';
import type { ArtifactFile, Call } from '../../ports.ts';
import { get, pathOf } from './calls.ts';
import { Listing } from './schema.ts';
import type { Wire } from './wire.ts';

/** Where a version's files are, and how the server lets us read them. */
export interface Place {
  readonly uri: string;
  files(call: Call): Promise<readonly ArtifactFile[]>;
  open(path: string, call: Call): Promise<Readable>;
}

/** What is needed to ask for files that the server reads for us from a store of its own. */
export interface Owner {
  readonly name: string;
  readonly version: string;
  readonly modelId: string | null;
  readonly run: { readonly id: string; readonly artifactUri: string } | null;
}

const proxied = '/api/2.0/mlflow-artifacts/artifacts';
const mostFiles = 20_000;

/** The path behind `mlflow-artifacts:/1/x` and `mlflow-artifacts://host/1/x`, or null for any other store. */
export function proxiedPath(uri: string): string | null {
  const match = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/.exec(uri);
  return match?.[1]?.replace(/\/+$/, '') ?? null;
}

/** The address of one proxied file, for reading and for writing. */
export function proxiedFile(root: string, path: string): string {
  return `${proxied}/${pathOf(`${root}/${path}`)}`;
}

/**
 * Proxied files (MLflow's default) are read by routes under `/api` that stream. Any other store is read through the server as
 * well, by the version's own route at the server's root: Signalbox never needs the credentials of a store.
 */
export function placeOf(wire: Wire, uri: string, owner: Owner): Place {
  const root = proxiedPath(uri);
  if (root !== null) return proxiedPlace(wire, uri, root);
  const { name, version } = owner;
  return {
    uri,
    files: (call) => walk(wire, (folder) => listing(uri, owner, folder), call),
    open: (path, call) =>
      wire.stream({ method: 'GET', path: '/model-versions/get-artifact', query: { name, version, path } }, call),
  };
}

function proxiedPlace(wire: Wire, uri: string, root: string): Place {
  const inside = (folder: string): Step => ({
    request: { method: 'GET', path: proxied, query: { path: folder === '' ? root : `${root}/${folder}` } },
    pathOf: (name) => (folder === '' ? name : `${folder}/${name}`),
  });
  return {
    uri,
    files: (call) => walk(wire, inside, call),
    open: (path, call) => wire.stream({ method: 'GET', path: proxiedFile(root, path) }, call),
  };
}

/** One folder to list, and how its answer's paths become paths below the model's root. */
interface Step {
  readonly request: HttpRequest;
  pathOf(listed: string): string;
}

function listing(uri: string, { modelId, run }: Owner, folder: string): Step {
  if (modelId !== null) {
    const query = { artifact_directory_path: folder };
    return { request: get(`/logged-models/${pathOf(modelId)}/artifacts/directories`, query), pathOf: (path) => path };
  }
  const below = run && uri.startsWith(`${run.artifactUri}/`) ? uri.slice(run.artifactUri.length + 1) : null;
  if (run === null || below === null) {
    throw new ReleaseError('registry_refused', { uri, hint: 'MLflow lists only files of runs and of logged models.' });
  }
  return {
    request: get('/artifacts/list', { run_id: run.id, path: folder === '' ? below : `${below}/${folder}` }),
    pathOf: (path) => path.slice(below.length + 1),
  };
}

async function walk(wire: Wire, step: (folder: string) => Step, call: Call): Promise<readonly ArtifactFile[]> {
  const files: ArtifactFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { request, pathOf: below } = step(folder);
    for (const { path, isFolder, bytes } of await wire.all(Listing, request, call)) {
      const inside = checked(below(path));
      if (isFolder) folders.push(inside);
      else files.push({ path: inside, bytes });
    }
    if (files.length + folders.length > mostFiles)
      throw new ReleaseError('registry_refused', { mostFiles, hint: 'Too many files.' });
  }
  return files;
}

/** A listed path goes into later requests, so it may not climb out of its folder. */
function checked(path: string): string {
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw new ReleaseError('registry_answer_malformed', { path, why: 'a listed path leaves its folder' });
  }
  return path;
}
