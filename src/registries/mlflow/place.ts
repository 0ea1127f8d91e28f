import type { Readable } from 'node:stream';
import { ReleaseError } from '../../errors.ts';
import type { HttpRequest } from '../../http.ts';
import type { ArtifactFile, Call } from '../../ports.ts';
import { get, pathOf } from './calls.ts';
import { Listing } from './schema.ts';
import type { Wire } from './wire.ts';

/** Where files are, and how the server lets us read them. */
export interface Place {
  readonly uri: string;
  files(call: Call): Promise<readonly ArtifactFile[]>;
  /** The first files that are found, and no more than that: folders nearer to the root come first. */
  someFiles(most: number, call: Call): Promise<readonly ArtifactFile[]>;
  open(path: string, call: Call): Promise<Readable>;
}

/** What is needed to ask for files that the server reads for us from a store of its own. */
export interface Owner {
  /** Asks for the bytes of one file. */
  readonly file: (path: string) => HttpRequest;
  readonly modelId: string | null;
  readonly run: { readonly id: string; readonly artifactUri: string } | null;
}

const proxied = '/api/2.0/mlflow-artifacts/artifacts';
const mostFiles = 20_000;
/** Nobody who wants only some files waits for more folders than this. */
const mostFolders = 200;

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
 * well, by the owner's own route outside of them: Signalbox never needs the credentials of a store.
 */
export function placeOf(wire: Wire, uri: string, owner: Owner): Place {
  const root = proxiedPath(uri);
  if (root !== null) return placeIn(wire, uri, inFolder(root), proxiedOpen(root));
  return placeIn(wire, uri, (folder) => listing(uri, owner, folder), owner.file);
}

/** Asks for a file of a registered version. */
export function versionFile(name: string, version: string): Owner['file'] {
  return (path) => ({ method: 'GET', path: '/model-versions/get-artifact', query: { name, version, path } });
}

/** Asks for a file of a logged model, registered or not. */
export function modelFile(id: string): Owner['file'] {
  const route = `/ajax-api/2.0/mlflow/logged-models/${pathOf(id)}/artifacts/files`;
  return (path) => ({ method: 'GET', path: route, query: { artifact_file_path: path } });
}

/** Asks for a file that a run logged below one of its folders; `below` is empty for all of them. */
export function runFile(run: string, below: string): Owner['file'] {
  return (path) => ({ method: 'GET', path: '/get-artifact', query: { run_id: run, path: joined(below, path) } });
}

/** One folder to list, and how its answer's paths become paths below the place. */
interface Step {
  readonly request: HttpRequest;
  pathOf(listed: string): string;
}

function placeIn(wire: Wire, uri: string, step: (folder: string) => Step, file: Owner['file']): Place {
  return {
    uri,
    async files(call) {
      const files: ArtifactFile[] = [];
      for await (const listed of walk(wire, step, call)) files.push(...listed);
      return files;
    },
    async someFiles(most, call) {
      const files: ArtifactFile[] = [];
      let folders = 0;
      for await (const listed of walk(wire, step, call)) {
        files.push(...listed);
        folders += 1;
        if (files.length >= most || folders >= mostFolders) break;
      }
      return files.slice(0, most);
    },
    open: async (path, call) => wire.stream(file(checked(path)), call),
  };
}

function inFolder(root: string): (folder: string) => Step {
  return (folder) => ({
    request: { method: 'GET', path: proxied, query: { path: joined(root, folder) } },
    pathOf: (name) => joined(folder, name),
  });
}

function proxiedOpen(root: string): Owner['file'] {
  return (path) => ({ method: 'GET', path: proxiedFile(root, path) });
}

function listing(uri: string, { modelId, run }: Owner, folder: string): Step {
  if (modelId !== null) {
    const query = { artifact_directory_path: folder };
    return { request: get(`/logged-models/${pathOf(modelId)}/artifacts/directories`, query), pathOf: (path) => path };
  }
  const below = run && belowRun(uri, run.artifactUri);
  if (run === null || below === null) {
    throw new ReleaseError('registry_refused', { uri, hint: 'MLflow lists only files of runs and of logged models.' });
  }
  return {
    request: get('/artifacts/list', { run_id: run.id, path: joined(below, folder) }),
    pathOf: (path) => (below === '' ? path : path.slice(below.length + 1)),
  };
}

function belowRun(uri: string, root: string): string | null {
  if (uri === root) return '';
  return uri.startsWith(`${root}/`) ? uri.slice(root.length + 1) : null;
}

function joined(folder: string, path: string): string {
  return [folder, path].filter((part) => part !== '').join('/');
}

/** The files of one folder after the other. */
async function* walk(wire: Wire, step: (folder: string) => Step, call: Call): AsyncGenerator<readonly ArtifactFile[]> {
  const folders = [''];
  let seen = 0;
  for (const folder of folders) {
    const { request, pathOf: below } = step(folder);
    const listed = (await wire.all(Listing, request, call)).map((one) => ({ ...one, path: checked(below(one.path)) }));
    seen += listed.length;
    if (seen > mostFiles) throw new ReleaseError('registry_refused', { mostFiles, hint: 'Too many files.' });
    // The loop goes on over what is added to the list here.
    folders.push(...listed.filter(({ isFolder }) => isFolder).map(({ path }) => path));
    yield listed.filter(({ isFolder }) => !isFolder).map(({ path, bytes }) => ({ path, bytes }));
  }
}

/** A listed path goes into later requests, so it may not climb out of its folder. */
function checked(path: string): string {
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw new ReleaseError('registry_answer_malformed', { path, why: 'a listed path leaves its folder' });
  }
  return path;
}
