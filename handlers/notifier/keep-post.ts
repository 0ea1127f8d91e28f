import type { Message } from '../../blocks/message.ts';
import type { PostBook, Posted } from '../../src/ports-store.ts';
import type { StreamId } from '../../src/release/event.ts';
import { Digest } from '../../src/release/ids.ts';
import type { Called, Haste } from './calls.ts';
import { sameOutline } from './digest.ts';
import type { Marker, Whereabouts } from './find-post.ts';
import type { Sender, Spot } from './send.ts';

/** One message as it should be now. `first` carries the mentions, which only a first post may. */
export interface Wanted {
  readonly stream: StreamId;
  readonly key: string;
  readonly spot: Spot;
  /** The first message of this stream's thread, where there is one: what cannot be edited any more is posted again under it. */
  readonly root: string | null;
  /** Nothing of this stream is older, in ms since 1970. */
  readonly since: number;
  readonly shown: Digest;
  /** It goes on: what somebody has to see at once is the first half of `shown`. */
  readonly goesOn?: boolean;
  readonly now: Message;
  first(): Promise<Message>;
}

/** What became of it. `haste` says whether only progress waits; `unreachable` and `rootless` name a channel that cannot be posted to, and a thread that is gone. */
export type Kept =
  | { readonly kind: 'kept'; readonly posted: Posted }
  | { readonly kind: 'later'; readonly at: number; readonly haste?: Haste }
  | { readonly kind: 'unreachable'; readonly error: string }
  | { readonly kind: 'rootless' };

export interface Keeping {
  readonly book: PostBook;
  readonly sender: Sender;
  find(where: Whereabouts, marker: Marker): Promise<Called<string | null>>;
}

/** The key under which the start of a thread is kept once the card itself stands elsewhere. */
export const rootKey = 'root';

const notKnown = Digest.parse('0'.repeat(64));
const gone = ['message_not_found', 'thread_not_found', 'cannot_reply_to_message'];
const closed = ['edit_window_closed', 'cant_update_message', 'block_mismatch'];

/** Posts it, once, or edits what is posted, or does nothing when Slack already shows this. */
export async function keepPost(keeping: Keeping, wanted: Wanted, posted: Posted | undefined): Promise<Kept> {
  if (posted === undefined) return firstPost(keeping, wanted);
  if (posted.shown === wanted.shown) return { kind: 'kept', posted };
  const haste = wanted.goesOn && sameOutline(posted.shown, wanted.shown) ? 'can-wait' : 'now';
  const edited = await keeping.sender.edit(posted, wanted.now, haste);
  if (edited.kind === 'done') return put(keeping, wanted, { ...posted, shown: wanted.shown });
  if (edited.kind === 'refused') return postAgain(keeping, wanted, posted, edited.error);
  return { kind: 'later', at: edited.at, haste };
}

/** A post that was deleted comes again where it was; one that can no longer be edited, in the thread. */
async function postAgain(keeping: Keeping, wanted: Wanted, posted: Posted, error: string): Promise<Kept> {
  if (gone.includes(error)) {
    await keeping.book.forget(wanted.stream, wanted.key);
    return firstPost(keeping, wanted);
  }
  if (!closed.includes(error)) return { kind: 'unreachable', error };
  await keeping.book.put(wanted.stream, rootKey, { ...posted, ts: wanted.root ?? posted.ts });
  await keeping.book.forget(wanted.stream, wanted.key);
  return firstPost(keeping, {
    ...wanted,
    spot: { ...wanted.spot, channel: posted.channel, thread: wanted.root ?? posted.ts },
  });
}

async function firstPost(keeping: Keeping, wanted: Wanted): Promise<Kept> {
  const intended = await keeping.book.intend(wanted.stream, wanted.key);
  const before = intended === 'unknown-outcome' ? await lookedFor(keeping, wanted) : null;
  return before ?? sentNow(keeping, wanted, intended);
}

/** What became of an earlier post of which nobody knows; null when it is not in the channel. */
async function lookedFor(keeping: Keeping, wanted: Wanted): Promise<Kept | null> {
  const { stream, key, spot, since } = wanted;
  const found = await keeping.find({ ...spot, since }, { stream, key });
  if (found.kind === 'refused') return refusedPost(keeping, wanted, found.error);
  if (found.kind !== 'done') return { kind: 'later', at: found.at };
  return found.answer === null ? null : keepFound(keeping, wanted, found.answer);
}

async function sentNow(keeping: Keeping, wanted: Wanted, intended: 'first' | 'unknown-outcome'): Promise<Kept> {
  const { stream, key, spot, shown } = wanted;
  const sent = await keeping.sender.post(spot, await wanted.first(), { stream, key });
  if (sent.kind === 'done') return put(keeping, wanted, { channel: spot.channel, ts: sent.answer, shown });
  if (sent.kind === 'refused') return refusedPost(keeping, wanted, sent.error);
  // Not sent this time; but an earlier time of which nobody knows stays in doubt.
  if (sent.kind === 'later' && intended === 'first') await keeping.book.forget(stream, key);
  return { kind: 'later', at: sent.at };
}

/** It did go out, showing what was true then: it is edited where that is not known to be what is true now. */
async function keepFound(keeping: Keeping, wanted: Wanted, ts: string): Promise<Kept> {
  const posted = { channel: wanted.spot.channel, ts, shown: notKnown };
  await keeping.book.put(wanted.stream, wanted.key, posted);
  return keepPost(keeping, wanted, posted);
}

/** Slack said no, so nothing went out: the intention is taken back. */
async function refusedPost({ book }: Keeping, { stream, key, spot }: Wanted, error: string): Promise<Kept> {
  await book.forget(stream, key);
  return spot.thread !== null && gone.includes(error) ? { kind: 'rootless' } : { kind: 'unreachable', error };
}

async function put({ book }: Keeping, { stream, key }: Wanted, posted: Posted): Promise<Kept> {
  await book.put(stream, key, posted);
  return { kind: 'kept', posted };
}
