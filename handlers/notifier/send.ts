import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Message } from '../../blocks/message.ts';
import type { Bucket } from '../../src/ports-store.ts';
import { answerOf } from '../slack-failure.ts';
import { type Called, type CallSlack, editBucket, type Haste, type Turn } from './calls.ts';
import { type Marker, metadataType } from './find-post.ts';

/** A channel, and the thread in it. */
export interface Spot {
  readonly channel: string;
  readonly thread: string | null;
  /** Left out, it lets nobody go first. */
  readonly turn?: Turn;
}

/** The two writes of the notifier. Neither waits, and neither is repeated by itself. */
export interface Sender {
  /** Posts under a key; where the app has still to join a public channel, it joins first. */
  post(spot: Spot, drawn: Message, marker: Marker): Promise<Called<string>>;
  edit(at: { readonly channel: string; readonly ts: string }, drawn: Message, haste: Haste): Promise<Called<unknown>>;
}

const Sent = z.object({ ts: z.string() });

/** `turnOf` says what a post costs in its channel; whoever has taken a turn there already gives none. */
export function sender(client: WebClient, call: CallSlack, turnOf: (spot: Spot) => readonly Bucket[]): Sender {
  return {
    async post(spot, drawn, marker) {
      const first = await post(spot, drawn, marker);
      if (first.kind !== 'refused' || first.error !== 'not_in_channel') return first;
      const joined = await call('conversations.join', [], () => client.conversations.join({ channel: spot.channel }));
      if (joined.kind === 'refused') return first;
      return joined.kind === 'done' ? post(spot, drawn, marker) : joined;
    },
    edit: ({ channel, ts }, { text, blocks }, haste) =>
      call('chat.update', [editBucket(channel, ts)], () => client.chat.update({ channel, ts, text, blocks }), haste),
  };

  function post(spot: Spot, { text, blocks }: Message, { stream, key }: Marker): Promise<Called<string>> {
    const { channel, thread } = spot;
    return call('chat.postMessage', turnOf(spot), async () => {
      const sent = await client.chat.postMessage({
        channel,
        text,
        blocks,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: metadataType, event_payload: { stream, key } },
        ...(thread === null ? {} : { thread_ts: thread }),
      });
      return answerOf(Sent, 'chat.postMessage', sent).ts;
    });
  }
}
