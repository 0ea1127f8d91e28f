import type { Readable } from 'node:stream';
import type { ArtifactFile, Call, Registry } from '../ports.ts';
import { matches } from '../release/pattern.ts';
import type { FileSide } from '../release/posts-files.ts';
import { registryOf } from './registry-of.ts';

/** One file that a run logged, as far as it was read. */
export interface ShownFile {
  readonly path: string;
  /** Of the whole file; `read` may be less. */
  readonly bytes: number;
  readonly read: Uint8Array;
}

/** What a version's run has of what is to be shown: nothing where it has no run, at most four files in the order of their paths. */
export interface ShownSide {
  readonly run: string | null;
  readonly files: readonly ShownFile[];
  /** How many more match. */
  readonly more: number;
}

const mostFiles = 4;
/** Enough for a picture of five megabytes, and to see that there is more. */
const mostRead = 5 * 1024 * 1024 + 1;

/** Reads the files of a version's run whose paths match the pattern. Throws when it could not find out. */
export async function shownFiles(
  registries: ReadonlyMap<string, Registry>,
  side: FileSide,
  pattern: string,
  call: Call,
): Promise<ShownSide> {
  const registry = registryOf(registries, side.registry);
  const facts = await registry.facts(side.name, side.version, call);
  const run = facts?.run?.id ?? null;
  if (run === null) return { run, files: [], more: 0 };
  const listed = (await registry.runArtifacts(run, call)).filter(({ path }) => matches(pattern, path));
  const wanted = listed.toSorted((a, b) => (a.path < b.path ? -1 : 1)).slice(0, mostFiles);
  const files: ShownFile[] = [];
  for (const file of wanted) files.push(await readFile(registry, run, file, call));
  return { run, files, more: listed.length - wanted.length };
}

async function readFile(
  registry: Registry,
  run: string,
  { path, bytes }: ArtifactFile,
  call: Call,
): Promise<ShownFile> {
  const read = await firstBytes(await registry.openRunArtifact(run, path, call));
  return { path, bytes: Math.max(bytes, read.length), read };
}

/** Leaving the loop ends the stream: what is longer is not fetched. */
async function firstBytes(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length >= mostRead) break;
  }
  return Buffer.concat(chunks).subarray(0, mostRead);
}
