import { ReleaseError } from '../../errors.ts';
import type { ArtifactFile, CopyRequest } from '../../ports.ts';
import type { Digest } from '../../release/ids.ts';
import { type HashedFile, hashingOf, hashOf, manifestDigest } from '../manifest.ts';
import type { Leash } from './leash.ts';
import { type Owner, type Place, placeOf, proxiedFile, proxiedPath, versionFile } from './place.ts';
import type { Wire } from './wire.ts';

/** Reads every file of the source; throws `bytes_differ` unless they are the approved ones. Answers their bytes. */
export async function verifySource({ from, source, artifacts }: CopyRequest, leash: Leash): Promise<number> {
  const files: HashedFile[] = [];
  let done = 0;
  for (const { path } of await from.files(source.name, source.version, leash.call)) {
    const content = await from.open(source.name, source.version, path, leash.call);
    const file = { path, ...(await hashOf(ticking(content, leash, done))) };
    files.push(file);
    done += file.bytes;
  }
  approved(files, artifacts);
  return done;
}

/**
 * Brings the approved files to `uri` on the target, one after the other, and reads each back: what is there already with the
 * right bytes is left, so a copy goes on at the file where it stopped. Ends only when the target holds exactly those files.
 */
export async function transfer(wire: Wire, uri: string, request: CopyRequest, leash: Leash): Promise<number> {
  const move: Move = { wire, root: rootOf(uri), target: placeOf(wire, uri, nobody), request, leash };
  const there = new Map((await move.target.files(leash.call)).map(({ path, bytes }) => [path, bytes]));
  const files: HashedFile[] = [];
  let done = 0;
  for (const wanted of await wantedFiles(request, leash)) {
    const kept = there.get(wanted.path) === wanted.bytes ? await alreadyThere(move, wanted, done) : null;
    const sha256 = kept ?? (await upload(move, wanted, done));
    files.push({ path: wanted.path, bytes: wanted.bytes, sha256 });
    done += wanted.bytes;
    await leash.at(done);
  }
  approved(files, request.artifacts);
  onlyThese(files, await move.target.files(leash.call));
  return done;
}

interface Move {
  readonly wire: Wire;
  readonly root: string;
  readonly target: Place;
  readonly request: CopyRequest;
  readonly leash: Leash;
}

/** A file of the source; its digest is not known where the manifest was too long to be kept. */
interface Wanted extends ArtifactFile {
  readonly sha256: Digest | null;
}

const nobody: Owner = { file: versionFile('', ''), modelId: null, run: null };

function rootOf(uri: string): string {
  const root = proxiedPath(uri);
  if (root !== null) return root;
  const hint =
    'Files are written through the MLflow server: start it with --artifacts-destination, without --default-artifact-root.';
  throw new ReleaseError('registry_refused', { uri, hint });
}

async function wantedFiles({ from, source }: CopyRequest, { call }: Leash): Promise<readonly Wanted[]> {
  if (source.artifacts.manifest !== null) return source.artifacts.manifest;
  const files = await from.files(source.name, source.version, call);
  return files.map((file) => ({ ...file, sha256: null }));
}

async function alreadyThere(move: Move, wanted: Wanted, done: number): Promise<Digest | null> {
  const expected = wanted.sha256 ?? (await hashOf(ticking(await openSource(move, wanted), move.leash, done))).sha256;
  return (await readBack(move, wanted, done)) === expected ? expected : null;
}

async function upload(move: Move, wanted: Wanted, done: number): Promise<Digest> {
  const { wire, root, leash } = move;
  const hashing = hashingOf(exactly(await openSource(move, wanted), wanted, leash, done));
  const body = { content: hashing.content, bytes: wanted.bytes };
  await wire.text({ method: 'PUT', path: proxiedFile(root, wanted.path), body }, leash.call);
  const sent = hashing.digest();
  if (wanted.sha256 !== null && sent !== wanted.sha256) throw new ReleaseError('bytes_differ', { path: wanted.path });
  if ((await readBack(move, wanted, done + wanted.bytes)) === sent) return sent;
  throw new ReleaseError('registry_unreachable', { path: wanted.path, why: 'what was read back is not what was sent' });
}

function openSource({ request: { from, source }, leash }: Move, { path }: Wanted): Promise<AsyncIterable<Uint8Array>> {
  return from.open(source.name, source.version, path, leash.call);
}

async function readBack({ target, leash }: Move, { path }: Wanted, done: number): Promise<Digest> {
  return (await hashOf(ticking(await target.open(path, leash.call), leash, done))).sha256;
}

/** Keeps the lease while a stream is read that is not progress. */
async function* ticking(content: AsyncIterable<Uint8Array>, leash: Leash, done: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    await leash.at(done);
    yield chunk;
  }
}

/** Passes on exactly the bytes that were approved: a file that has grown or shrunk since is another file. */
async function* exactly(
  content: AsyncIterable<Uint8Array>,
  { path, bytes }: Wanted,
  leash: Leash,
  done: number,
): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of content) {
    passed += chunk.length;
    if (passed > bytes) break;
    await leash.at(done + passed);
    yield chunk;
  }
  if (passed !== bytes) throw new ReleaseError('bytes_differ', { path, approved: bytes, found: passed });
}

function approved(files: readonly HashedFile[], artifacts: Digest): void {
  const found = manifestDigest(files);
  if (found !== artifacts) throw new ReleaseError('bytes_differ', { approved: artifacts, found });
}

/** MLflow decodes some file names twice and keeps them under another name: its version would then hold other files. */
function onlyThese(files: readonly HashedFile[], there: readonly ArtifactFile[]): void {
  const names = new Set(files.map(({ path }) => path));
  const other = there.find(({ path }) => !names.delete(path))?.path ?? [...names][0];
  if (other === undefined) return;
  throw new ReleaseError('registry_refused', { path: other, hint: 'The target cannot hold a file of this name.' });
}
