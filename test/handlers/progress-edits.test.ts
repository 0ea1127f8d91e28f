import { expect, onTestFinished, test } from 'vitest';
import { drawPost } from '../../blocks/post.ts';
import { manifest } from '../../handlers/manifest.ts';
import type { NotifierParts, Showing } from '../../handlers/notifier/parts.ts';
import { slackClients } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import { slackNotifier } from '../../handlers/slack-notifier.ts';
import { movableClock } from '../../sandbox/slack/clock.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import type { StreamId } from '../../src/release/event.ts';
import { ReleaseId } from '../../src/release/ids.ts';
import { posts } from '../../src/release/posts.ts';
import type { Post } from '../../src/release/posts-shape.ts';
import { releaseStream } from '../../src/release/stream.ts';

import { line } from '../../src/release/view-words.ts';
import { redisTokens } from '../../src/store/tokens.ts';
import {
  approvedBy,
  around,
  begun,
  complete,
  digest,
  gathered,
  kim,
  log,
  names,
  opened,
  type Step,
  started,
  stateOf,
} from '../blocks/scenes.ts';
import { silent } from '../fakes/log.ts';
import { memoryPosts } from '../fakes/posts.ts';
import { connected } from '../store/fixture.ts';
import { freshRedis } from '../support/redis.ts';

const executing = Array.from({ length: 40 }, (_, at) => stream(at));
const review = stream(99);
const second = 1_000;

function stream(at: number): StreamId {
  return releaseStream(ReleaseId.parse(`r-${String(at).padStart(10, '0')}`));
}

function channelOf(one: StreamId): string {
  return `C${one.slice(2)}`;
}

const copying: readonly Step[] = [
  opened('promotion'),
  gathered(),
  complete,
  started('promotion'),
  begun('copy-version'),
];

function postsOf(steps: readonly Step[]): readonly Post[] {
  const state = stateOf(steps);
  return posts({ state, log: log(steps), around: around(state) }, Number.MAX_SAFE_INTEGER).posts;
}

function copied(files: number): Step {
  return [
    {
      kind: 'step-progressed',
      v: 1,
      step: 'copy-version',
      direction: 'do',
      attempt: 1,
      leaseUntil: 0,
      done: files,
      total: 999,
      unit: 'files',
    },
  ];
}

/** One busy workspace with tokens in a real Redis, where forty releases execute and one waits for people. */
async function busy() {
  const clock = movableClock();
  const now = () => clock.now();
  const slack = await startWorkspace({
    clock,
    manifest: manifest({ transport: 'http' }),
    people: [{ id: 'U0KIM', name: 'kim' }],
    channels: [...executing, review].map((one) => ({
      id: channelOf(one),
      name: `releases-${one.slice(-2)}`,
      people: ['kim'],
      app: true,
    })),
  });
  onTestFinished(() => slack.close());
  const db = await connected((await freshRedis()).url);
  const shown = new Map<StreamId, { readonly posts: readonly Post[]; readonly channel: string }>();
  const due = new Map<StreamId, number>();
  const showing = async (one: StreamId): Promise<Showing> => {
    const { posts: all, channel } = shown.get(one) ?? { posts: [], channel: channelOf(one) };
    const channels = { channel, lane: channel, environment: channel, admin: channel };
    return { posts: all, files: [], channels, length: all.length, since: 0, next: null };
  };
  const notifier = slackNotifier({
    clients: slackClients({ token: slack.botToken, apiUrl: slack.apiUrl, logger: slackLogger(silent) }),
    book: memoryPosts(now),
    tokens: redisTokens(db),
    clock: now,
    log: silent,
    admin: () => channelOf(review),
    showing,
    answer: nobody,
    draw: async (post, mentions) =>
      drawPost(post, { names, mentions: mentions === 'with' ? [{ kind: 'person', id: kim }] : [] }),
    painter: { draw: nobody },
    registries: () => new Map(),
    trainingLog: nobody,
    standing: nobody,
  } satisfies NotifierParts);

  function happens(one: StreamId, all: readonly Post[], channel = channelOf(one)): void {
    shown.set(one, { posts: all, channel });
    due.set(one, now());
  }

  /** Shows what is due, as workers do, until nothing is due before `end`. */
  async function settle(end: number): Promise<void> {
    for (;;) {
      const [next] = [...due].sort(([, a], [, b]) => a - b);
      if (next === undefined || next[1] > end) break;
      const [one, at] = next;
      if (at > now()) clock.advance(at - now());
      const { next: again } = await notifier.show(one);
      if (again === null) due.delete(one);
      else due.set(one, Math.max(again, now() + 1));
    }
    if (end !== Number.MAX_SAFE_INTEGER && end > now()) clock.advance(end - now());
  }

  const edits = () => slack.traffic().filter(({ name, refused }) => name === 'chat.update' && refused === undefined);
  return {
    slack,
    now,
    happens,
    settle,
    edits,
    messages: (one: StreamId) => slack.world.messages.get(channelOf(one)) ?? [],
  };
}

type Busy = Awaited<ReturnType<typeof busy>>;

/** Forty releases copy so many files, one each second. */
async function copy(on: Busy, from: number, until: number): Promise<void> {
  for (let files = from; files < until; files++) {
    for (const one of executing) on.happens(one, postsOf([...copying, copied(files)]));
    await on.settle(on.now() + second);
  }
}

const voided: Step = [
  {
    kind: 'approvals-voided',
    v: 1,
    cause: 'champion-moved',
    was: digest('a'),
    now: digest('d'),
    changes: ['champion v8 → v10'],
    people: [kim],
  },
];

test('forty releases that tell how far they are keep nothing waiting that somebody has to see, and are told in the end', async () => {
  const on = await busy();
  const waiting: readonly Step[] = [opened('promotion'), gathered(), approvedBy(kim, 'reviewers')];
  on.happens(review, postsOf(waiting));
  for (const one of executing) on.happens(one, postsOf(copying));
  await on.settle(Number.MAX_SAFE_INTEGER);
  const before = executing.map((one) => on.messages(one).length);
  await copy(on, 1, 5);
  const at = on.now();
  on.happens(review, postsOf([...waiting, voided]));
  await copy(on, 5, 9);
  const [card, ...thread] = on.messages(review);
  const seen = on.edits().find(({ request }) => request['ts'] === card?.ts && JSON.stringify(request).includes('v10'));
  expect(seen?.at).toBeLessThan(at + 2 * second);
  const told = thread.find((one) => JSON.stringify(one.content).includes('so approvals start again'));
  expect(Number(told?.ts) * second).toBeLessThan(at + 2 * second);

  await on.settle(Number.MAX_SAFE_INTEGER);
  const drawn = executing.flatMap(on.messages).map(({ content }) => JSON.stringify(content));
  expect(drawn.filter((one) => one.includes('8 of 999 files'))).toHaveLength(2 * executing.length);
  expect(executing.map((one) => on.messages(one).length)).toEqual(before);
});

test('a channel that fills with what is only noted: cards and who is asked go first, then threads, and all comes in the end', async () => {
  const on = await busy();
  const noted: Post = {
    key: 'line:0',
    place: 'lane',
    push: line('First look'),
    content: { kind: 'scope', line: { lines: [line('First look')], steps: [], scope: 'churn', buttons: [] } },
    mentions: [],
  };
  for (const one of executing) on.happens(one, [noted], channelOf(review));
  await on.settle(on.now() + 5 * second);
  on.happens(review, postsOf([opened('promotion'), gathered(), approvedBy(kim, 'reviewers'), voided]));
  await on.settle(on.now() + 5 * second);
  const told = on.messages(review).map(({ content }) => content.text);
  expect(told.slice(-4)).toEqual([
    expect.stringContaining('Review: churn'),
    expect.stringContaining('Evidence aaaaaa'),
    expect.stringContaining('Approved by'),
    expect.stringContaining('Review: churn'),
  ]);
  await on.settle(Number.MAX_SAFE_INTEGER);
  expect(on.messages(review).filter(({ content }) => content.text === 'First look')).toHaveLength(executing.length);
});

function nobody(): Promise<never> {
  return Promise.reject(new Error('nobody asks for that here'));
}
