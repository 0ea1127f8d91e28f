import { createHash } from 'node:crypto';
import type { VersionFacts } from '../release/evidence.ts';
import { Digest } from '../release/ids.ts';

/** One file of a version with the digest of its bytes. */
export interface HashedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Digest;
}

const mostFilesKept = 200;

/**
 * What approvals are bound to: one digest over all files. It is the SHA-256 of one line a file, `<sha256> <bytes> <path as JSON>` and a
 * line feed, in the order of the paths' UTF-16 code units; the same for every registry, so that a copy has its original's.
 */
export function manifestDigest(files: readonly HashedFile[]): Digest {
  const hash = createHash('sha256');
  for (const { path, bytes, sha256 } of sorted(files)) hash.update(`${sha256} ${bytes} ${JSON.stringify(path)}\n`);
  return Digest.parse(hash.digest('hex'));
}

/** The artifacts of `VersionFacts`: over 200 files only the digest of the manifest is kept. */
export function artifactsOf(files: readonly HashedFile[]): VersionFacts['artifacts'] {
  return {
    digest: manifestDigest(files),
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    manifest: files.length > mostFilesKept ? null : sorted(files),
  };
}

/** SHA-256 of a stream, read to its end, with its length. */
export async function hashOf(content: AsyncIterable<Uint8Array>): Promise<{ sha256: Digest; bytes: number }> {
  const hashing = hashingOf(content);
  let bytes = 0;
  for await (const chunk of hashing.content) bytes += chunk.length;
  return { sha256: hashing.digest(), bytes };
}

/** Passes a stream on and takes its SHA-256 on the way; ask for the digest once it has been read to its end. */
export function hashingOf(content: AsyncIterable<Uint8Array>): {
  content: AsyncIterable<Uint8Array>;
  digest(): Digest;
} {
  const hash = createHash('sha256');
  async function* passing(): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      hash.update(chunk);
      yield chunk;
    }
  }
  return { content: passing(), digest: () => Digest.parse(hash.digest('hex')) };
}

function sorted(files: readonly HashedFile[]): HashedFile[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}
