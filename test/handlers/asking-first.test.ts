import { expect, test } from 'vitest';
import type { Message } from '../../blocks/message.ts';
import type { Keeping } from '../../handlers/notifier/keep-post.ts';
import type { NotifierParts } from '../../handlers/notifier/parts.ts';
import { showStream } from '../../handlers/notifier/show-stream.ts';
import { slackClients } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import { StreamId } from '../../src/release/event.ts';
import type { Post } from '../../src/release/posts-shape.ts';
import { silent } from '../fakes/log.ts';
import { memoryPosts } from '../fakes/posts.ts';
import { memoryTokens } from '../fakes/tokens.ts';

const message: Message = { text: 'words', blocks: [] };
const now = () => 1_000;

function post(key: string, place: Post['place'], mentions: readonly string[] = []): Post {
  return { key, place, push: [], content: { kind: 'line', line: { lines: [], steps: [] } }, mentions };
}

test('a line that somebody must act on, and all that stands before it, does not let others go first', async () => {
  const book = memoryPosts(now);
  const asked: (readonly [string, boolean])[] = [];
  const keeping: Keeping = {
    book,
    sender: {
      async post({ asks }, _message, { key }) {
        asked.push([key, asks === true]);
        return { kind: 'done', answer: `1.${asked.length}` };
      },
      edit: async () => ({ kind: 'done', answer: null }),
    },
    find: async () => ({ kind: 'done', answer: null }),
  };
  const posts = [
    post('card', 'channel', ['@reviewers']),
    post('line:1', 'thread'),
    post('line:2', 'thread', ['U0KIM']),
    post('line:3', 'thread'),
  ];
  const parts: NotifierParts = {
    clients: slackClients({ token: 'xoxb-none', apiUrl: 'http://127.0.0.1:1/', logger: slackLogger(silent) }),
    book,
    tokens: memoryTokens(),
    clock: now,
    log: silent,
    admin: () => 'C0ADMIN',
    showing: async () => ({
      posts,
      files: [],
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
  const filing = { ...keeping, uploader: { bring: nobody, share: nobody }, findFile: nobody };
  await showStream({ ...parts, attach: nobody }, keeping, filing, StreamId.parse('policy'));
  expect(asked).toEqual([
    ['card', false],
    ['line:1', true],
    ['line:2', true],
    ['line:3', false],
  ]);
});

function nobody(): Promise<never> {
  return Promise.reject(new Error('nobody uploads anything here'));
}
