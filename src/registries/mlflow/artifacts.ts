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
  if (known !== null) return known;
  const read = await readAll(found.place, call);
  if (isSettled(found) && read.files.length > 0) await cache.put(key, read);
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

async function readAll(place: Place, call: Call): Promise<Hashed> {
  const files: HashedFile[] = [];
  const kept: Uint8Array[] = [];
  for (const { path } of await place.files(call)) {
    const content = await place.open(path, call);
    files.push({ path, ...(await hashOf(path === 'MLmodel' ? keeping(content, kept) : content)) });
  }
  return { files, description: kept.length === 0 ? null : Buffer.concat(kept).toString('utf8') };
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
