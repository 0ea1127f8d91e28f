import { createHash } from 'node:crypto';
import type { Call } from '../../ports.ts';
import { Digest } from '../../release/ids.ts';
import { type HashedFile, hashOf } from '../manifest.ts';
import type { Hashed, ManifestCache } from '../manifest-cache.ts';
import { environmentFiles, mostEnvironmentBytes } from './environment.ts';
import { mostMlmodelBytes } from './mlmodel.ts';
import type { Place } from './place.ts';
import type { Trace } from './trace.ts';

/** The bytes of a model: what names them, where they are, and whether they can no longer change. */
export interface Bytes {
  readonly key: Digest;
  readonly place: Place;
  readonly settled: boolean;
}

/** Digests of all files of a model, from the cache where its bytes can no longer change. */
export async function hashed(cache: ManifestCache, { key, place, settled }: Bytes, call: Call): Promise<Hashed> {
  const known = await cache.get(key);
  if (known?.complete && known.texts !== undefined) return known;
  const keep = settled ? (read: Hashed) => cache.put(key, read) : async () => {};
  const read = known?.complete ? await withTexts(place, known, call) : await readAll(place, known, keep, call);
  if (read.files.length > 0) await keep(read);
  return read;
}

/**
 * The bytes of a registered version. A model that was deleted and made again starts over at version 1, so its age and its address
 * belong to the key; and a version may be registered while its files are still on their way.
 */
export function bytesOf(registry: string, { version, run, model, place }: Trace): Bytes {
  const { name, version: number, registeredAt } = version;
  const settled = version.status === 'ready' && run?.status !== 'running' && model?.status !== 'pending';
  return { key: keyOf([registry, name, number, registeredAt, place.uri]), place, settled };
}

/** The key under which bytes are kept that these words name. */
export function keyOf(words: readonly (string | number)[]): Digest {
  return Digest.parse(createHash('sha256').update(JSON.stringify(words)).digest('hex'));
}

/** What was hashed before its texts were kept: only they are read. */
async function withTexts(place: Place, known: Hashed, call: Call): Promise<Hashed> {
  const texts: Record<string, string> = {};
  for (const { path } of known.files.filter(({ path }) => environmentFiles.has(path))) {
    const { text } = await readOne(place, path, call);
    if (text !== null) texts[path] = text;
  }
  return { ...known, texts };
}

const keptEveryBytes = 8_000_000;

/** Large models may take longer than one call has: what was read is kept on the way, and the next call goes on from there. */
async function readAll(
  place: Place,
  begun: Hashed | null,
  keep: (read: Hashed) => Promise<void>,
  call: Call,
): Promise<Hashed> {
  const reading = goOn(begun);
  let unkept = 0;
  for (const { path } of await place.files(call)) {
    const before = reading.known.get(path);
    const { file, text } = before ? { file: before, text: null } : await readOne(place, path, call);
    reading.files.push(file);
    if (text !== null) reading.texts.set(path, text);
    unkept += before ? 0 : file.bytes;
    if (unkept < keptEveryBytes) continue;
    await keep({ ...soFar(reading), complete: false });
    unkept = 0;
  }
  return { ...soFar(reading), complete: true };
}

interface Reading {
  readonly known: ReadonlyMap<string, HashedFile>;
  readonly files: HashedFile[];
  readonly texts: Map<string, string>;
}

/** What was begun before texts were kept is begun anew. */
function goOn(begun: Hashed | null): Reading {
  if (begun?.texts === undefined) return { known: new Map(), files: [], texts: new Map() };
  const texts = new Map(Object.entries(begun.texts));
  if (begun.description !== null) texts.set(described, begun.description);
  return { known: new Map(begun.files.map((file) => [file.path, file])), files: [], texts };
}

function soFar({ files, texts }: Reading): Omit<Hashed, 'complete'> {
  const others = [...texts].filter(([path]) => path !== described);
  return { files: [...files], description: texts.get(described) ?? null, texts: Object.fromEntries(others) };
}

const described = 'MLmodel';

/** How much of a file's text is kept; 0 for those whose text nobody reads. */
function mostText(path: string): number {
  if (path === described) return mostMlmodelBytes;
  return environmentFiles.has(path) ? mostEnvironmentBytes : 0;
}

async function readOne(place: Place, path: string, call: Call): Promise<{ file: HashedFile; text: string | null }> {
  const kept: Uint8Array[] = [];
  const most = mostText(path);
  const content = await place.open(path, call);
  const hash = await hashOf(most > 0 ? keeping(content, kept, most) : content);
  return { file: { path, ...hash }, text: kept.length === 0 ? null : Buffer.concat(kept).toString('utf8') };
}

/** Passes a file on while keeping its text, or nothing of it when it is too long. */
async function* keeping(
  content: AsyncIterable<Uint8Array>,
  kept: Uint8Array[],
  most: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes <= most) kept.push(chunk);
    yield chunk;
  }
  if (bytes > most) kept.length = 0;
}
