import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { ReleaseError } from '../../src/errors.ts';
import { answerOf } from '../slack-failure.ts';
import type { Called, CallSlack } from './calls.ts';
import type { Spot } from './send.ts';

/** A file as it goes to Slack. `name` tells it from every other file of ours; people read `title`. */
export interface Upload {
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
  /** What it shows, in words; at most 1,000 characters. */
  readonly alt: string;
}

/** The two writes of a file: bytes that nobody sees yet, and the one that shows them. */
export interface Uploader {
  /** Brings the bytes to Slack, where nobody sees them; answers the ids. Doing it again leaves nothing but unseen bytes. */
  bring(uploads: readonly Upload[]): Promise<Called<readonly string[]>>;
  /** Shows what was brought, in one message with these words of ours. */
  share(spot: Spot, files: readonly Brought[], words: string): Promise<Called<unknown>>;
}

interface Brought {
  readonly id: string;
  readonly title: string;
}

const withinMs = 5_000;
const Given = z.object({ upload_url: z.url(), file_id: z.string() });

/** Neither waits, and neither is repeated by itself. The turn in the channel is the caller's. */
export function uploader(posts: WebClient, call: CallSlack): Uploader {
  return {
    async bring(uploads) {
      const ids: string[] = [];
      for (const upload of uploads) {
        const brought = await call('files.getUploadURLExternal', [], () => bringOne(posts, upload));
        if (brought.kind !== 'done') return brought;
        ids.push(brought.answer);
      }
      return { kind: 'done', answer: ids };
    },
    share: ({ channel, thread }, files, words) =>
      call('files.completeUploadExternal', [], () => {
        const [first, ...rest] = files.map(({ id, title }) => ({ id, title }));
        if (first === undefined) throw new Error('a message of files has at least one');
        const place = thread === null ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
        return posts.files.completeUploadExternal({ files: [first, ...rest], initial_comment: words, ...place });
      }),
  };
}

async function bringOne(posts: WebClient, { name, bytes, alt }: Upload): Promise<string> {
  // Slack's own name for the words is `alt_txt`; the client's types know another one.
  const described = { filename: name, length: bytes.length, alt_txt: alt };
  const answer = await posts.files.getUploadURLExternal(described);
  const given = answerOf(Given, 'files.getUploadURLExternal', answer);
  await send(given.upload_url, bytes);
  return given.file_id;
}

/** The address is as good as a password for one file: it is neither logged nor followed anywhere else, and gets no token. */
async function send(url: string, bytes: Uint8Array): Promise<void> {
  const response = await answered(url, bytes);
  await response.body?.cancel();
  if (!response.ok) throw new ReleaseError('slack_unreachable', { method: 'upload', status: response.status });
}

async function answered(url: string, bytes: Uint8Array): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    });
  } catch (cause) {
    throw new ReleaseError('slack_unreachable', { method: 'upload' }, { cause });
  }
}
