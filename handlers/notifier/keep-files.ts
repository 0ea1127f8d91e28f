import { createHash } from 'node:crypto';
import type { Message } from '../../blocks/message.ts';
import type { Posted } from '../../src/ports-store.ts';
import type { Called } from './calls.ts';
import { digestOf } from './digest.ts';
import type { Whereabouts } from './find-post.ts';
import { type Keeping, type Kept, keepPost, type Wanted } from './keep-post.ts';
import type { Upload, Uploader } from './upload-files.ts';

/** Files in one message of a thread, with words of ours above them. */
export interface FilesWanted extends Pick<Wanted, 'stream' | 'key' | 'spot' | 'root' | 'since'> {
  readonly uploads: readonly Omit<Upload, 'name'>[];
  readonly words: string;
  /** Whether there is time left: the claim on the stream must not end while files are shown. */
  readonly inTime: () => boolean;
}

export interface FileKeeping extends Keeping {
  readonly uploader: Uploader;
  findFile(where: Whereabouts, name: string): Promise<Called<string | null>>;
}

/** As with posts; `failed`: Slack will never take it, took it not now, or may have taken it, which the next time finds out. */
export type FilesKept =
  | Exclude<Kept, { kind: 'unreachable' }>
  | {
      readonly kind: 'failed';
      readonly error: string;
      readonly known: 'never' | 'not-now' | 'in-doubt';
      readonly at: number;
    };

/** The thread that it should stand in is gone. */
const rootless = ['thread_not_found', 'message_not_found', 'cannot_reply_to_message'];

/** Shows files in a thread once, however often it is asked: an answer that was lost is looked for before anything is shown again. */
export async function keepFiles(keeping: FileKeeping, wanted: FilesWanted): Promise<FilesKept> {
  const { book } = keeping;
  const uploads = wanted.uploads.map((upload, at) => ({ ...upload, name: nameOf(wanted, upload.title, at) }));
  const intended = await book.intend(wanted.stream, wanted.key);
  if (intended === 'unknown-outcome') {
    const before = await lookedFor(keeping, wanted, uploads[0]?.name ?? '');
    if (before !== null) return before;
  }
  const brought = await keeping.uploader.bring(uploads);
  if (brought.kind !== 'done') return notShown(keeping, wanted, brought, intended);
  if (!wanted.inTime()) return notShown(keeping, wanted, { kind: 'later', at: 0 }, intended);
  const files = uploads.map(({ title }, at) => ({ id: brought.answer[at] ?? '', title }));
  const shared = await keeping.uploader.share(wanted.spot, files, wanted.words);
  if (shared.kind === 'done') return put(keeping, wanted, files[0]?.id ?? '');
  if (shared.kind === 'unknown') return { kind: 'failed', error: 'no answer', known: 'in-doubt', at: shared.at };
  return notShown(keeping, wanted, shared, intended);
}

/** Puts words where the files would stand. */
export function keepWords(
  keeping: Keeping,
  wanted: Omit<FilesWanted, 'uploads' | 'words' | 'inTime'>,
  now: Message,
): Promise<Kept> {
  return keepPost(keeping, { ...wanted, shown: digestOf(now), now, first: () => Promise.resolve(now) }, undefined);
}

async function lookedFor(keeping: FileKeeping, wanted: FilesWanted, name: string): Promise<FilesKept | null> {
  const found = await keeping.findFile({ ...wanted.spot, since: wanted.since }, name);
  if (found.kind === 'refused') return refused(keeping, wanted, found.error);
  if (found.kind !== 'done') return { kind: 'later', at: found.at };
  return found.answer === null ? null : put(keeping, wanted, found.answer);
}

/** Nothing was shown this time; an earlier time of which nobody knows stays in doubt. */
async function notShown(
  keeping: FileKeeping,
  wanted: FilesWanted,
  called: Exclude<Called<unknown>, { kind: 'done' }>,
  intended: 'first' | 'unknown-outcome',
): Promise<FilesKept> {
  if (called.kind === 'refused') return refused(keeping, wanted, called.error);
  if (intended === 'first') await keeping.book.forget(wanted.stream, wanted.key);
  if (called.kind === 'later') return called;
  return { kind: 'failed', error: 'no answer', known: 'not-now', at: called.at };
}

async function refused({ book }: Keeping, { stream, key }: FilesWanted, error: string): Promise<FilesKept> {
  await book.forget(stream, key);
  return rootless.includes(error) ? { kind: 'rootless' } : { kind: 'failed', error, known: 'never', at: 0 };
}

/** Slack tells no time stamp of a message that carries files, so the id of the file stands in its place. */
async function put({ book }: Keeping, { stream, key, spot, words }: FilesWanted, ts: string): Promise<FilesKept> {
  const posted: Posted = { channel: spot.channel, ts, shown: digestOf({ text: words, blocks: [] }) };
  await book.put(stream, key, posted);
  return { kind: 'kept', posted };
}

/** A name that is the same at every try and that no other file has. */
function nameOf({ stream, key }: FilesWanted, title: string, at: number): string {
  const mark = createHash('sha256')
    .update(JSON.stringify([stream, key, at]))
    .digest('hex')
    .slice(0, 12);
  const file = title.split('/').at(-1) ?? '';
  const dot = file.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [file.slice(0, dot), file.slice(dot)] : [file, ''];
  return `${plain(stem).slice(0, 40)}-${mark}${plain(ending)}`;
}

function plain(text: string): string {
  return text.replace(/[^a-zA-Z0-9._-]+/g, '-');
}
