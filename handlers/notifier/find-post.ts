import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { answerOf } from '../slack-failure.ts';
import type { Called, CallSlack, Method } from './calls.ts';

/** The event type in the metadata of everything we post. */
export const metadataType = 'signalbox_post';

/** Which of our posts a message is, as its metadata says. Anybody in the workspace can read it. */
export interface Marker {
  readonly stream: string;
  readonly key: string;
}

/** Where a post may be: a channel, or the thread under `thread`; nothing of ours is older than `since` (ms since 1970). */
export interface Whereabouts {
  readonly channel: string;
  readonly thread: string | null;
  readonly since: number;
}

const pageSize = 200;
const mostPages = 20;

type Found = z.infer<typeof Page>['messages'][number];

const Page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z
          .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
          .optional()
          .catch(undefined),
        files: z
          .array(z.object({ name: z.string().nullish() }))
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Looks through a channel or thread for a post that may have gone out without our hearing of it; answers its `ts`, or null. */
export function findPost(
  client: WebClient,
  call: CallSlack,
  where: Whereabouts,
  marker: Marker,
): Promise<Called<string | null>> {
  return findMessage(client, call, where, ({ metadata }) => isMarked(metadata, marker));
}

/** The same for the message that carries a file of this name: Slack lets no marker be set on it. */
export function findFile(
  client: WebClient,
  call: CallSlack,
  where: Whereabouts,
  name: string,
): Promise<Called<string | null>> {
  return findMessage(client, call, where, ({ files }) => files?.some((file) => file.name === name) ?? false);
}

async function findMessage(
  client: WebClient,
  call: CallSlack,
  where: Whereabouts,
  is: (message: Found) => boolean,
): Promise<Called<string | null>> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const read = await readPage(client, call, where, cursor);
    if (read.kind !== 'done') return read;
    const found = read.answer.messages.find(is);
    cursor = read.answer.response_metadata?.next_cursor;
    if (found || !cursor) return { kind: 'done', answer: found?.ts ?? null };
  }
  return { kind: 'done', answer: null };
}

function readPage(
  client: WebClient,
  call: CallSlack,
  { channel, thread, since }: Whereabouts,
  cursor?: string,
): Promise<Called<z.infer<typeof Page>>> {
  const method: Method = thread === null ? 'conversations.history' : 'conversations.replies';
  const common = { channel, include_all_metadata: true, limit: pageSize, ...(cursor ? { cursor } : {}) };
  return call(method, [], async () =>
    answerOf(
      Page,
      method,
      thread === null
        ? await client.conversations.history({ ...common, oldest: String(Math.floor(since / 1000) - 60) })
        : await client.conversations.replies({ ...common, ts: thread }),
    ),
  );
}

function isMarked(
  metadata: { readonly event_type: string; readonly event_payload: Readonly<Record<string, unknown>> } | undefined,
  marker: Marker,
): boolean {
  if (metadata?.event_type !== metadataType) return false;
  return metadata.event_payload['stream'] === marker.stream && metadata.event_payload['key'] === marker.key;
}
