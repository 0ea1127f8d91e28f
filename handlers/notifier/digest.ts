import { createHash } from 'node:crypto';
import type { Message } from '../../blocks/message.ts';
import { Digest } from '../../src/release/ids.ts';

/** Says whether a message shows the same as another. */
export function digestOf({ text, blocks }: Message): Digest {
  return Digest.parse(sha256([text, blocks]));
}

const half = 32;

/** The same for a message that goes on; two that differ in progress alone begin with the same half. */
export function digestWithin(outline: object, message: Message): Digest {
  return Digest.parse(`${sha256(outline).slice(0, half)}${digestOf(message).slice(half)}`);
}

/** Whether two digests of messages that go on differ in progress alone. */
export function sameOutline(one: Digest, other: Digest): boolean {
  return one.slice(0, half) === other.slice(0, half);
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
