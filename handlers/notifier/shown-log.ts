import { noFile } from '../../blocks/file-words.ts';
import type { LogView } from '../../src/release/posts-logs.ts';
import type { Attachment, AttachmentParts } from './attached.ts';

/** How the log is called where it is not shown. */
export const logName = 'The log of the training';

const readingMs = 8_000;
const mostBytes = 2_000_000;

/** What a training printed, as a text file: its end, where it is long. */
export async function logAttachment(
  { trainingLog, audience, clock }: Pick<AttachmentParts, 'trainingLog' | 'audience' | 'clock'>,
  log: LogView,
  channel: string,
): Promise<Attachment> {
  const readers = await audience(channel);
  if (readers.kind === 'later') return readers;
  if (readers.kind === 'others') return instead(`Logs of trainings stay out of this channel. ${readers.why}`);
  const content = await trainingLog(log, { deadline: clock() + readingMs });
  if (content === null) return instead('Its trainer has it no more.');
  const bytes = await lastBytes(content);
  if (bytes.length === 0) return instead('It printed nothing.');
  const alt = `What the training ${log.ref} printed`;
  return { kind: 'files', uploads: [{ title: `training-${log.ref}.txt`, bytes, alt }], words: `${alt}.` };
}

async function lastBytes(content: AsyncIterable<unknown>): Promise<Uint8Array> {
  let kept = Buffer.alloc(0);
  for await (const chunk of content) kept = Buffer.concat([kept, Buffer.from(String(chunk))]).subarray(-mostBytes);
  return kept;
}

function instead(why: string): Attachment {
  return { kind: 'words', message: noFile(logName, why) };
}
