import { noFile } from '../../blocks/file-words.ts';
import { ReleaseError } from '../../src/errors.ts';
import type { Posted } from '../../src/ports-store.ts';
import type { StreamId } from '../../src/release/event.ts';
import type { FilePost } from '../../src/release/posts-files.ts';
import { tellOnce } from './admin-post.ts';
import type { Attachment } from './attached.ts';
import { channelBucket } from './calls.ts';
import { type FileKeeping, type FilesKept, type FilesWanted, keepFiles, keepWords } from './keep-files.ts';
import { type Kept, rootKey } from './keep-post.ts';
import type { NotifierParts } from './parts.ts';
import { logName } from './shown-log.ts';

/** A file that could not be shown for so long is given up, and the thread says so. */
const giveUpMs = 15 * 60_000;
/** What may be there is looked for first, so it gets longer. */
const patienceMs = { never: 0, 'not-now': giveUpMs, 'in-doubt': 2 * giveUpMs } as const;
const [soonestMs, latestMs] = [10_000, 120_000];

/** The thread of a stream, and what stands in it. */
export interface Thread {
  readonly stream: StreamId;
  readonly channel: string;
  readonly ts: string;
  readonly posted: ReadonlyMap<string, Posted>;
  readonly since: number;
}

type Place = Omit<FilesWanted, 'uploads' | 'words' | 'inTime'>;

/** Draws or fetches what a post of files shows, for the people of a channel. */
export type Attach = (file: FilePost, channel: string) => Promise<Attachment>;

type Parts = Pick<NotifierParts, 'book' | 'tokens' | 'clock' | 'admin' | 'log'> & { readonly attach: Attach };

/** Shows the files that are not in the thread yet, and answers when to come back. What goes wrong here holds up nothing else. */
export async function showFiles(
  parts: Parts,
  keeping: FileKeeping,
  thread: Thread,
  files: readonly FilePost[],
  until: number,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (const file of files.filter(({ key }) => !thread.posted.has(key))) {
    if (parts.clock() > until) return [...times, parts.clock()];
    // Nothing is drawn or fetched before it may be posted.
    const wait = await parts.tokens.takeAll([channelBucket(thread.channel, 'in-thread')], parts.clock());
    if (wait > 0) return [...times, parts.clock() + wait];
    const kept = await showFile(parts, keeping, thread, file, until);
    if (kept.kind === 'rootless')
      await Promise.all(['card', rootKey].map((key) => parts.book.forget(thread.stream, key)));
    if (kept.kind !== 'kept') times.push(againAt(kept, parts.clock()));
  }
  return times;
}

type Shown = Kept | Exclude<FilesKept, { kind: 'failed' }>;

async function showFile(
  parts: Parts,
  keeping: FileKeeping,
  thread: Thread,
  file: FilePost,
  until: number,
): Promise<Shown> {
  const attached = await attachedNow(parts, thread, file);
  const wanted = wantedOf(thread, file);
  switch (attached.kind) {
    case 'later':
      return attached;
    case 'words':
      return keepWords(keeping, wanted, attached.message);
    case 'files': {
      const inTime = () => parts.clock() <= until;
      const kept = await keepFiles(keeping, { ...wanted, uploads: attached.uploads, words: attached.words, inTime });
      return kept.kind === 'failed' ? notUploaded(parts, keeping, wanted, file, kept) : kept;
    }
  }
}

function wantedOf({ stream, channel, ts, since }: Thread, { key }: FilePost): Place {
  return { stream, key, spot: { channel, thread: ts }, root: ts, since };
}

/** A registry that does not answer is asked again, until that is given up, too. */
async function attachedNow({ attach, clock, log }: Parts, thread: Thread, file: FilePost): Promise<Attachment> {
  try {
    return await attach(file, thread.channel);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    log.warn({ stream: thread.stream, key: file.key, error }, 'a file to be shown could not be read');
    if (error.retry && isYoung(file, clock())) return { kind: 'later', at: clock() + pauseOf(file, clock()) };
    return { kind: 'words', message: noFile(nameOf(file), error.reply) };
  }
}

/** Slack's no is told at once, silence once it lasts; what the app may not do is told to the admins. */
async function notUploaded(
  parts: Parts,
  keeping: FileKeeping,
  wanted: Place,
  file: FilePost,
  failed: Extract<FilesKept, { kind: 'failed' }>,
): Promise<Shown> {
  const now = parts.clock();
  if (now - file.since < patienceMs[failed.known])
    return { kind: 'later', at: Math.max(failed.at, now + pauseOf(file, now)) };
  parts.log.error({ stream: wanted.stream, key: file.key, error: failed.error }, 'a file could not be uploaded');
  const told =
    failed.error === 'missing_scope' ? await tellOnce(parts, keeping, 'scope:files:write', scopeWords) : null;
  if (told?.kind === 'later') return told;
  return keepWords(keeping, wanted, noFile(nameOf(file), whyNot[failed.error] ?? uploadWords));
}

const scopeWords =
  'I may not upload files: the app lacks the scope files:write. Install it again from its manifest; until then threads carry no charts.';
const uploadWords = 'It could not be uploaded to Slack.';
const whyNot: Readonly<Record<string, string>> = {
  missing_scope: 'The app may not upload files; its admins are told.',
  file_uploads_disabled: 'This workspace allows no uploads.',
  file_upload_size_restricted: 'It is larger than this workspace allows.',
};

function nameOf({ content }: FilePost): string {
  switch (content.kind) {
    case 'chart':
      return 'The chart of the metrics';
    case 'trend':
      return 'The chart of the alert';
    case 'artifact':
      return content.artifact.shown.artifact;
    case 'log':
      return logName;
  }
}

function isYoung({ since }: FilePost, now: number): boolean {
  return now - since < giveUpMs;
}

/** The longer it has been tried, the longer the pause. */
function pauseOf({ since }: FilePost, now: number): number {
  return Math.min(latestMs, Math.max(soonestMs, Math.floor((now - since) / 2)));
}

function againAt(kept: Exclude<Shown, { kind: 'kept' }>, now: number): number {
  if (kept.kind === 'rootless') return now;
  return kept.kind === 'later' ? kept.at : now + latestMs;
}
