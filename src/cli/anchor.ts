import { Digest } from '../release/ids.ts';
import type { Anchor } from '../store/chain.ts';

/** Reads `SEQ:HASH`, as in the tag `signalbox.anchor`; null for anything else. */
export function anchorOf(text: string): Anchor | null {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  return seq === undefined || hash === undefined ? null : { seq: Number(seq), hash: Digest.parse(hash) };
}
