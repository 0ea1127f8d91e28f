import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ReleaseError } from '../errors.ts';
import { Entry, StreamId } from '../release/event.ts';
import { Digest } from '../release/ids.ts';

/** What the first entry of a chain points back to. */
export const genesis = Digest.parse('0'.repeat(64));

/** The newest entry of the chain: its number, the SHA-256 of its stored bytes, its time. */
export interface Head {
  readonly seq: number;
  readonly hash: Digest;
  readonly at: number;
}

export const emptyChain: Head = { seq: 0, hash: genesis, at: 0 };

/** SHA-256 over the exact stored bytes: what links an entry to the one before it. */
export function hashOf(bytes: string | Buffer): Digest {
  return Digest.parse(createHash('sha256').update(bytes).digest('hex'));
}

const headPattern = /^(\d+) ([0-9a-f]{64}) (\d+)$/;

/** What Redis holds as the head; nothing for an empty chain. */
export function headText({ seq, hash, at }: Head): string {
  return seq === 0 ? '' : `${seq} ${hash} ${at}`;
}

export function parseHead(text: string): Head {
  if (text === '') return emptyChain;
  const [, seq, hash, at] = headPattern.exec(text) ?? [];
  if (seq === undefined || hash === undefined || at === undefined)
    throw new Error('the head of the chain is not readable');
  return { seq: Number(seq), hash: Digest.parse(hash), at: Number(at) };
}

/** Where an entry lies: its stream, and its position there. */
export interface Reference {
  readonly stream: StreamId;
  readonly index: number;
}

export function referenceText({ stream, index }: Reference): string {
  return `${index} ${stream}`;
}

/** Answers null for a text that no version ever wrote. */
export function parseReference(text: string): Reference | null {
  const gap = text.indexOf(' ');
  const stream = StreamId.safeParse(text.slice(gap + 1));
  const index = Number(text.slice(0, gap));
  return gap > 0 && Number.isInteger(index) && stream.success ? { stream: stream.data, index } : null;
}

export function encodeEntry(entry: Entry): string {
  return JSON.stringify(entry);
}

/** What every version of an entry has, whatever happened in it. */
export const Envelope = z.object({ ...Entry.shape, event: z.looseObject({ kind: z.string(), v: z.number() }) });
export type Envelope = z.infer<typeof Envelope>;

/** Reads one stored entry; throws `log_newer_than_code` when a later version of Signalbox wrote it. */
export function decodeEntry(text: string): Entry {
  const json: unknown = JSON.parse(text);
  const entry = Entry.safeParse(json);
  if (entry.success) return entry.data;
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) throw new Error(`not an entry of the log: ${entry.error.message}`);
  const { stream, index, event } = envelope.data;
  throw new ReleaseError(
    'log_newer_than_code',
    { stream, index, kind: event.kind, v: event.v },
    { cause: entry.error },
  );
}
