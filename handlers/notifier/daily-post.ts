import { randomUUID } from 'node:crypto';
import type { Post } from '../../src/release/posts-shape.ts';
import { tellOnce, unreachable, unreachableWords } from './admin-post.ts';
import { digestOf } from './digest.ts';
import { type Keeping, type Kept, keepPost } from './keep-post.ts';
import { type NotifierParts, policyStream } from './parts.ts';

type Parts = Pick<NotifierParts, 'book' | 'clock' | 'admin' | 'draw'>;

const claimMs = 30_000;
const dayMs = 24 * 3_600_000;

/** Posts a digest, once under its key, whoever else wants to post it; one whose channel cannot be posted to goes to the admins. */
export async function tellDaily(parts: Parts, keeping: Keeping, channel: string, post: Post): Promise<Kept> {
  const kept = await once(parts, keeping, channel, post);
  if (kept.kind !== 'unreachable' || !unreachable.includes(kept.error)) return kept;
  const why = `unreachable:${channel}:${kept.error}`;
  const told = await tellOnce(parts, keeping, why, unreachableWords(channel, kept.error));
  return told.kind === 'kept' ? once(parts, keeping, parts.admin(), post) : told;
}

async function once({ book, clock, draw }: Parts, keeping: Keeping, channel: string, post: Post): Promise<Kept> {
  const holder = randomUUID();
  if (!(await book.claim(policyStream, holder, claimMs))) return { kind: 'later', at: clock() + 1_000 };
  try {
    const posted = (await book.of(policyStream)).get(post.key);
    if (posted !== undefined) return { kind: 'kept', posted };
    const now = await draw(post, 'without');
    return await keepPost(
      keeping,
      {
        stream: policyStream,
        key: post.key,
        spot: { channel, thread: null },
        root: null,
        since: clock() - dayMs,
        shown: digestOf(now),
        now,
        first: () => Promise.resolve(now),
      },
      undefined,
    );
  } finally {
    await book.release(policyStream, holder);
  }
}
