import { createHash } from 'node:crypto';
import type { Message } from '../../blocks/message.ts';
import { Digest } from '../../src/release/ids.ts';

/** Says whether a message shows the same as another. */
export function digestOf({ text, blocks }: Message): Digest {
  return Digest.parse(
    createHash('sha256')
      .update(JSON.stringify([text, blocks]))
      .digest('hex'),
  );
}
