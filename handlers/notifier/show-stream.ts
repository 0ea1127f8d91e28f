import type { Posted } from '../../src/ports-store.ts';
import type { StreamId } from '../../src/release/event.ts';
import { goesFirst, isNoted, outlineOf } from '../../src/release/posts-progress.ts';
import type { Post } from '../../src/release/posts-shape.ts';
import { tellOnce, unreachable, unreachableWords } from './admin-post.ts';
import { digestOf, digestWithin } from './digest.ts';
import type { FileKeeping } from './keep-files.ts';
import { type Keeping, type Kept, keepPost, rootKey, type Wanted } from './keep-post.ts';
import type { NotifierParts, Showing } from './parts.ts';
import { type Attach, showFiles } from './show-files.ts';

/** A show that takes longer comes back, so that its claim never ends under it. */
const longestShowMs = 15_000;
const unreachableAgainMs = 60_000;

/** Brings all posts of a stream up to date, in order; what has to wait is left for the time answered. Files come when all words stand. */
export async function showStream(
  parts: NotifierParts & { readonly attach: Attach },
  keeping: Keeping,
  filing: FileKeeping,
  stream: StreamId,
): Promise<{ next: number | null; length: number }> {
  const [showing, before] = await Promise.all([parts.showing(stream), parts.book.of(stream)]);
  const posted = new Map(before);
  const until = parts.clock() + longestShowMs;
  const { times: waits, words } = await showPosts(parts, keeping, { stream, showing, posted }, until);
  const root = posted.get(rootKey) ?? posted.get('card');
  if (root !== undefined && words === 'stand') {
    const thread = { ...root, stream, posted, since: showing.since };
    waits.push(...(await showFiles(parts, filing, thread, showing.files, until)));
  }
  const times = showing.next === null ? waits : [...waits, showing.next];
  return { next: times.length > 0 ? Math.min(...times) : null, length: showing.length };
}

/** Answers when to come back, once for each that has to wait; what is posted is noted in `posted`. */
async function showPosts(
  parts: NotifierParts,
  keeping: Keeping,
  { stream, showing, posted }: Omit<Shown, 'post' | 'asks'> & { readonly posted: Map<string, Posted> },
  until: number,
): Promise<Waits> {
  const times: number[] = [];
  let words: Waits['words'] = 'stand';
  // A thread is read in order: what stands before a line that somebody waits for goes as fast as that line.
  const lastAsking = showing.posts.findLastIndex((post) => goesFirst(post) && !posted.has(post.key));
  for (const [at, post] of showing.posts.entries()) {
    const kept = await showOne(parts, keeping, { stream, showing, post, posted, asks: at <= lastAsking });
    if (kept.kind === 'kept') posted.set(post.key, kept.posted);
    else times.push(comeBackAt(kept, parts.clock()));
    if (isOpen(kept)) words = 'wait';
    const holdsUpTheRest = kept.kind !== 'kept' && !posted.has(post.key);
    if (holdsUpTheRest || parts.clock() > until)
      return { times: [...times, comeBackAt(kept, parts.clock())], words: 'wait' };
  }
  return { times, words };
}

/** When to come back; words stand where nothing waits but progress, which holds up nothing. */
interface Waits {
  readonly times: number[];
  readonly words: 'stand' | 'wait';
}

function isOpen(kept: Kept): boolean {
  return kept.kind !== 'kept' && !(kept.kind === 'later' && kept.haste === 'can-wait');
}

interface Shown {
  readonly stream: StreamId;
  readonly showing: Showing;
  readonly post: Post;
  readonly posted: ReadonlyMap<string, Posted>;
  /** It goes first, or stands before a line that does. */
  readonly asks: boolean;
}

/** A channel that cannot be posted to is named in the admin channel, and the post goes there. */
async function showOne(parts: NotifierParts, keeping: Keeping, shown: Shown): Promise<Kept> {
  const { post, posted } = shown;
  const wanted = await wantedOf(parts, shown);
  const kept = await keepPost(keeping, wanted, posted.get(post.key));
  if (kept.kind === 'rootless') {
    await Promise.all(['card', rootKey].map((key) => parts.book.forget(shown.stream, key)));
    return kept;
  }
  if (kept.kind !== 'unreachable') return kept;
  parts.log.error(
    { stream: shown.stream, key: post.key, channel: wanted.spot.channel, error: kept.error },
    'Slack refuses a post',
  );
  const admin = parts.admin();
  if (posted.has(post.key) || wanted.spot.channel === admin || !unreachable.includes(kept.error)) return kept;
  const { channel } = wanted.spot;
  const told = await tellOnce(
    parts,
    keeping,
    `unreachable:${channel}:${kept.error}`,
    unreachableWords(channel, kept.error),
  );
  if (told.kind === 'later') return told;
  return keepPost(keeping, { ...wanted, spot: { channel: admin, thread: null } }, undefined);
}

async function wantedOf({ draw }: NotifierParts, { stream, showing, post, posted, asks }: Shown): Promise<Wanted> {
  const root = posted.get(rootKey) ?? posted.get('card');
  const now = await draw(post, 'without');
  const outline = outlineOf(post.content);
  return {
    stream,
    key: post.key,
    spot: spotOf(post, asks, showing, root),
    root: root?.ts ?? null,
    since: showing.since,
    shown: outline === null ? digestOf(now) : digestWithin(outline, now),
    goesOn: outline !== null,
    now,
    first: () => (post.mentions.length > 0 ? draw(post, 'with') : Promise.resolve(now)),
  };
}

function spotOf(post: Post, asks: boolean, { channels, release }: Showing, root: Posted | undefined): Wanted['spot'] {
  const { place } = post;
  if (place !== 'thread' && place !== 'release')
    return { channel: channels[place], thread: null, turn: isNoted(post) && !asks ? 'noted' : 'first' };
  const under = place === 'thread' ? root : release;
  const turn = asks ? 'asking' : 'in-thread';
  return { channel: under?.channel ?? channels.channel, thread: under?.ts ?? null, turn };
}

function comeBackAt(kept: Kept, now: number): number {
  if (kept.kind === 'later') return kept.at;
  return kept.kind === 'unreachable' ? now + unreachableAgainMs : now;
}
