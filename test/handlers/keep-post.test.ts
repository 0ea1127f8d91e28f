import { describe, expect, test } from 'vitest';
import { tellOnce } from '../../handlers/notifier/admin-post.ts';
import type { Called } from '../../handlers/notifier/calls.ts';
import { digestWithin } from '../../handlers/notifier/digest.ts';
import { type Keeping, keepPost, rootKey, type Wanted } from '../../handlers/notifier/keep-post.ts';
import { StreamId } from '../../src/release/event.ts';
import { Digest } from '../../src/release/ids.ts';
import { redisPostBook } from '../../src/store/post-book.ts';
import { freshDatabase } from '../store/fixture.ts';
import { until } from '../support/until.ts';

const stream = StreamId.parse('r-0000000001');
const old = Digest.parse('a'.repeat(64));
const now = Digest.parse('b'.repeat(64));
const message = { text: 'Review: churn', blocks: [] };

function wanted(more: Partial<Wanted> = {}): Wanted {
  const spot = { channel: 'C0PROD', thread: null };
  return {
    stream,
    key: 'card',
    spot,
    root: null,
    since: 0,
    shown: now,
    now: message,
    first: async () => message,
    ...more,
  };
}

/** A Slack that answers edits and posts as told, and writes down what it was asked. */
async function keeping(edits: Called<unknown>, posts: Called<string> = { kind: 'done', answer: '2.0' }) {
  const book = redisPostBook(await freshDatabase());
  const asked: string[] = [];
  const made: Keeping = {
    book,
    sender: {
      edit: async ({ ts }, _message, haste) => {
        asked.push(haste === 'now' ? `edit ${ts}` : `edit ${ts}, which can wait`);
        return edits;
      },
      post: async ({ channel, thread }) => {
        asked.push(`post ${channel} ${thread ?? '-'}`);
        return posts;
      },
    },
    find: async ({ channel, thread }) => {
      asked.push(`find ${channel} ${thread ?? '-'}`);
      return { kind: 'done', answer: null };
    },
  };
  return { book, asked, made };
}

const posted = { channel: 'C0PROD', ts: '1.0', shown: old };

test.each(['edit_window_closed', 'cant_update_message', 'block_mismatch'])(
  '%s: shown again in the thread, which stays the thread',
  async (error) => {
    const { book, asked, made } = await keeping({ kind: 'refused', error });
    await book.put(stream, 'card', posted);
    const kept = await keepPost(made, wanted({ root: '1.0' }), posted);
    expect(asked).toEqual(['edit 1.0', 'post C0PROD 1.0']);
    expect(kept).toMatchObject({ kind: 'kept', posted: { ts: '2.0', shown: now } });
    const all = await book.of(stream);
    expect([all.get('card')?.ts, all.get(rootKey)?.ts]).toEqual(['2.0', '1.0']);
  },
);

describe('how soon it is edited', () => {
  const outline = { phase: 'executing' };
  const going = (text: string) => digestWithin(outline, { text, blocks: [] });
  const later = { kind: 'later', at: 7 } as const;
  test.each<[string, Digest, Partial<Wanted>, string]>([
    ['what goes on and tells how far it is', going('1 of 6'), { shown: going('2 of 6'), goesOn: true }, 'can-wait'],
    ['what begins to go on', old, { shown: going('1 of 6'), goesOn: true }, 'now'],
    ['what goes on, and people can do something else', going('1 of 6'), { shown: now, goesOn: true }, 'now'],
    ['what is over', going('6 of 6'), { shown: now, goesOn: false }, 'now'],
    ['what no one said that it goes on', going('1 of 6'), { shown: going('2 of 6') }, 'now'],
  ])('%s', async (_, before, more, haste) => {
    const { asked, made } = await keeping(later);
    const kept = await keepPost(made, wanted(more), { ...posted, shown: before });
    expect(kept).toEqual({ ...later, haste });
    expect(asked).toEqual([haste === 'now' ? 'edit 1.0' : 'edit 1.0, which can wait']);
  });
});

test('a deleted post comes again where it was', async () => {
  const { asked, made } = await keeping({ kind: 'refused', error: 'message_not_found' });
  expect(await keepPost(made, wanted(), posted)).toMatchObject({ kind: 'kept' });
  expect(asked).toEqual(['edit 1.0', 'post C0PROD -']);
});

test('another no is handed on, and what is posted stays known', async () => {
  const { book, made } = await keeping({ kind: 'refused', error: 'is_archived' });
  await book.put(stream, 'card', posted);
  expect(await keepPost(made, wanted(), posted)).toEqual({ kind: 'unreachable', error: 'is_archived' });
  expect((await book.of(stream)).get('card')).toEqual(posted);
});

test('a thread whose start is gone is told apart from a channel that cannot be reached', async () => {
  const gone = { kind: 'refused', error: 'thread_not_found' } as const;
  const { made } = await keeping(gone, gone);
  expect(await keepPost(made, wanted({ spot: { channel: 'C0PROD', thread: '1.0' } }), undefined)).toEqual({
    kind: 'rootless',
  });
  expect(await keepPost(made, wanted(), undefined)).toEqual({ kind: 'unreachable', error: 'thread_not_found' });
});

test('only a post of which nobody knows whether it went out is looked for', async () => {
  const { asked, made } = await keeping({ kind: 'done', answer: null }, { kind: 'unknown', at: 5 });
  expect(await keepPost(made, wanted(), undefined)).toEqual({ kind: 'later', at: 5 });
  expect(await keepPost(made, wanted(), undefined)).toEqual({ kind: 'later', at: 5 });
  expect(asked).toEqual(['post C0PROD -', 'find C0PROD -', 'post C0PROD -']);
  const waiting = await keeping({ kind: 'done', answer: null }, { kind: 'later', at: 7 });
  await keepPost(waiting.made, wanted(), undefined);
  await keepPost(waiting.made, wanted(), undefined);
  expect(waiting.asked).toEqual(['post C0PROD -', 'post C0PROD -']);
});

test('rule 13: two workers who tell the admins one thing at one time post it once', async () => {
  const { book, asked, made } = await keeping({ kind: 'done', answer: null });
  const parts = { book, clock: Date.now, admin: () => 'C0ADMIN' };
  const answered = Promise.withResolvers<Called<string>>();
  const post: Keeping['sender']['post'] = ({ channel }) => {
    asked.push(`post ${channel}`);
    return answered.promise;
  };
  const slow = { ...made, sender: { ...made.sender, post } };
  const first = tellOnce(parts, slow, 'hook', 'No webhook.');
  await until(() => asked.length > 0);
  expect(await tellOnce(parts, slow, 'hook', 'No webhook.')).toMatchObject({ kind: 'later' });
  answered.resolve({ kind: 'done', answer: '1.0' });
  await first;
  expect(await tellOnce(parts, slow, 'hook', 'No webhook.')).toMatchObject({ kind: 'kept' });
  expect(asked).toEqual(['post C0ADMIN']);
});

test('rule 13: a post that may have gone out is looked for until it is posted, also where its turn comes later', async () => {
  const { book, asked, made } = await keeping({ kind: 'done', answer: null }, { kind: 'later', at: 7 });
  await book.intend(stream, 'card');
  expect(await keepPost(made, wanted(), undefined)).toEqual({ kind: 'later', at: 7 });
  await keepPost(made, wanted(), undefined);
  expect(asked).toEqual(['find C0PROD -', 'post C0PROD -', 'find C0PROD -', 'post C0PROD -']);
});
