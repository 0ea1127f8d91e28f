import { expect, test } from 'vitest';
import type { Message } from '../../blocks/message.ts';
import type { Keeping } from '../../handlers/notifier/keep-post.ts';
import type { NotifierParts } from '../../handlers/notifier/parts.ts';
import { showStream } from '../../handlers/notifier/show-stream.ts';
import { slackClients } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import type { PostBook } from '../../src/ports-store.ts';
import { StreamId } from '../../src/release/event.ts';
import type { FilePost } from '../../src/release/posts-files.ts';
import type { Post } from '../../src/release/posts-shape.ts';
import { line } from '../../src/release/view-words.ts';
import { silent } from '../fakes/log.ts';
import { memoryPosts } from '../fakes/posts.ts';
import { memoryTokens } from '../fakes/tokens.ts';

const message: Message = { text: 'words', blocks: [] };
const now = () => 1_000;

function post(key: string, place: Post['place'], mentions: readonly string[] = []): Post {
  return { key, place, push: [], content: { kind: 'line', line: { lines: [], steps: [] } }, mentions };
}

function partsOf(book: PostBook, posts: readonly Post[], files: readonly FilePost[] = []): NotifierParts {
  return {
    clients: slackClients({ token: 'xoxb-none', apiUrl: 'http://127.0.0.1:1/', logger: slackLogger(silent) }),
    book,
    tokens: memoryTokens(),
    clock: now,
    log: silent,
    admin: () => 'C0ADMIN',
    showing: async () => ({
      posts,
      files,
      channels: { channel: 'C0PROD', lane: 'C0PROD', environment: 'C0PROD', admin: 'C0ADMIN' },
      length: 4,
      since: 0,
      next: null,
    }),
    answer: async () => message,
    draw: async () => message,
    painter: { draw: nobody },
    registries: () => new Map(),
    trainingLog: async () => null,
    standing: async () => 'member',
  };
}

test('a line that somebody must act on or relies on, and all that stands before it, goes before other lines, and after cards', async () => {
  const book = memoryPosts(now);
  const asked: (readonly [string, string | undefined])[] = [];
  const keeping: Keeping = {
    book,
    sender: {
      async post({ turn }, _message, { key }) {
        asked.push([key, turn]);
        return { kind: 'done', answer: `1.${asked.length}` };
      },
      edit: async () => ({ kind: 'done', answer: null }),
    },
    find: async () => ({ kind: 'done', answer: null }),
  };
  const posts: readonly Post[] = [
    post('card', 'channel', ['@reviewers']),
    post('line:1', 'thread'),
    post('line:2', 'thread', ['U0KIM']),
    { ...post('line:3', 'thread'), soon: true },
    post('line:4', 'thread'),
  ];
  const parts = partsOf(book, posts);
  const filing = { ...keeping, uploader: { bring: nobody, share: nobody }, findFile: nobody };
  await showStream({ ...parts, attach: nobody }, keeping, filing, StreamId.parse('policy'));
  expect(asked).toEqual([
    ['card', 'first'],
    ['line:1', 'asking'],
    ['line:2', 'asking'],
    ['line:3', 'asking'],
    ['line:4', 'in-thread'],
  ]);
});

test.each([
  { name: 'progress that has to wait keeps no file waiting', goesOn: true, brought: 1 },
  { name: 'words that have to wait come before files', goesOn: false, brought: 0 },
])('$name', async ({ goesOn, brought }) => {
  const book = memoryPosts(now);
  const lines = (text: string): Post => ({
    ...post('card', 'channel'),
    content: { kind: 'line', line: { lines: [line(text)], steps: [], ...(goesOn ? { goesOn: true } : {}) } },
  });
  const keeping: Keeping = {
    book,
    sender: {
      post: async () => ({ kind: 'done', answer: '1.0' }),
      edit: async () => ({ kind: 'later', at: 5_000 }),
    },
    find: async () => ({ kind: 'done', answer: null }),
  };
  const filing = { ...keeping, uploader: { bring: nobody, share: nobody }, findFile: nobody };
  const files: FilePost[] = [
    { key: 'log:1', since: 0, content: { kind: 'log', log: { model: 'churn', environment: 'production', ref: '1' } } },
  ];
  const attached: string[] = [];
  const attach = async ({ key }: FilePost) => {
    attached.push(key);
    return { kind: 'later', at: 9_000 } as const;
  };
  const draw = async ({ content }: Post): Promise<Message> => ({ text: JSON.stringify(content), blocks: [] });
  const stream = StreamId.parse('policy');
  await showStream({ ...partsOf(book, [lines('1 of 6')]), draw, attach }, keeping, filing, stream);
  const shown = await showStream({ ...partsOf(book, [lines('2 of 6')], files), draw, attach }, keeping, filing, stream);
  expect([attached.length, shown.next]).toEqual([brought, 5_000]);
});

function nobody(): Promise<never> {
  return Promise.reject(new Error('nobody uploads anything here'));
}
