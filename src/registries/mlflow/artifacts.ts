import { createHash } from 'node:crypto';
import type { Call } from '../../ports.ts';
import { Digest } from '../../release/ids.ts';
import { type HashedFile, hashOf } from '../manifest.ts';
import type { Hashed, ManifestCache } from '../manifest-cache.ts';
import { mostMlmodelBytes } from './mlmodel.ts';
import type { Place } from './place.ts';
import type { Trace } from './trace.ts';

/** Digests of all files of a version, from the cache where its bytes can no longer change. */
export async function hashed(registry: string, cache: ManifestCache, found: Trace, call: Call): Promise<Hashed> {
  const key = keyOf(registry, found);
  const known = await cache.get(key);
  if (known?.complete) return known;
  const keep = isSettled(found) ? (read: Hashed) => cache.put(key, read) : async () => {};
  const read = await readAll(found.place, known, keep, call);
  if (read.files.length > 0) await keep(read);
  return read;
}

/** A model that was deleted and made again starts over at version 1, so its age and its address belong to the key. */
function keyOf(registry: string, { version, place }: Trace): Digest {
  const { name, version: number, registeredAt } = version;
  const key = JSON.stringify([registry, name, number, registeredAt, place.uri]);
  return Digest.parse(createHash('sha256').update(key).digest('hex'));
}

/** A version may be registered while its files are still on their way. */
function isSettled({ version, run, model }: Trace): boolean {
  return version.status === 'ready' && run?.status !== 'running' && model?.status !== 'pending';
}

const keptEveryBytes = 8_000_000;

/** Large models may take longer than one call has: what was read is kept on the way, and the next call goes on from there. */
async function readAll(
  place: Place,
  begun: Hashed | null,
  keep: (read: Hashed) => Promise<void>,
  call: Call,
): Promise<Hashed> {
  const known = new Map(begun?.files.map((file) => [file.path, file]));
  const files: HashedFile[] = [];
  let description = begun?.description ?? null;
  let unkept = 0;
  for (const { path } of await place.files(call)) {
    const before = known.get(path);
    const { file, text } = before ? { file: before, text: null } : await readOne(place, path, call);
    files.push(file);
    description = text ?? description;
    unkept += before ? 0 : file.bytes;
    if (unkept < keptEveryBytes) continue;
    await keep({ files: [...files], description, complete: false });
    unkept = 0;
  }
  return { files, description, complete: true };
}

async function readOne(place: Place, path: string, call: Call): Promise<{ file: HashedFile; text: string | null }> {
  const kept: Uint8Array[] = [];
  const content = await place.open(path, call);
  const hash = await hashOf(path === 'MLmodel' ? keeping(content, kept) : content);
  return { file: { path, ...hash }, text: kept.length === 0 ? null : Buffer.concat(kept).toString('utf8') };
}

/** Passes a file on while keeping its text, or nothing of it when it is too long. */
async function* keeping(content: AsyncIterable<Uint8Array>, kept: Uint8Array[]): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes <= mostMlmodelBytes) kept.push(chunk);
    yield chunk;
  }
  if (bytes > mostMlmodelBytes) kept.length = 0;
}
