import type { Digest } from '../release/ids.ts';
import { reading } from './connection.ts';
import type { Database } from './database.ts';
import { emptyChain, hashOf, parseReference } from './entries.ts';

/** Where the chain stood: an anchor is written `seq:hash` and kept outside Redis, so that what Redis lost or changed can be seen. */
export interface Anchor {
  readonly seq: number;
  readonly hash: Digest;
}

/** The anchor of one entry, or null when the chain does not reach there. */
export async function headAt(db: Database, seq: number): Promise<Anchor | null> {
  if (seq === 0) return { seq, hash: emptyChain.hash };
  const { redis, keys } = db;
  const reference = parseReference((await reading(redis, () => redis.lindex(keys.chain, seq - 1))) ?? '');
  if (seq < 0 || reference === null) return null;
  const bytes = await reading(redis, () => redis.lindexBuffer(keys.stream(reference.stream), reference.index));
  return bytes === null ? null : { seq, hash: hashOf(bytes) };
}

/** Whether the log still holds what it held when the anchor was written; a Redis restored from an older file does not. */
export async function hasAnchor(db: Database, { seq, hash }: Anchor): Promise<boolean> {
  return (await headAt(db, seq))?.hash === hash;
}
