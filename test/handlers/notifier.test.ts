import { expect, test } from 'vitest';
import { approveRelease, requestNext } from '../../blocks/actions.ts';
import { CommandId, laneKey, PersonId } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { type Stage, stage } from '../features/support.ts';

/** A stage where churn waits for reviewers in production. */
async function inReview(options: Parameters<typeof stage>[0] = {}): Promise<Stage> {
  const on = await stage(options);
  await on.type('pat', `promote churn@${on.version(0.91)} to staging`);
  await on.settle(31 * 60_000);
  await on.press('pat', requestNext);
  return on;
}

const writes = [
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.replies',
  'conversations.join',
];

/** Calls that the notifier makes while something happens, in order. */
async function callsDuring(on: Stage, what: () => Promise<unknown>): Promise<readonly string[]> {
  const before = on.slack.traffic().length;
  await what();
  const names = on.slack
    .traffic()
    .slice(before)
    .filter(({ direction }) => direction === 'from-app');
  return names.map(({ name }) => name).filter((name) => writes.includes(name));
}

async function release(on: Stage) {
  const { open } = await on.store.lane(laneKey('churn', 'production'));
  const [first] = open;
  if (!first) throw new Error('Nothing is open');
  return first.release;
}

const messages = (on: Stage, channel: string) => on.slack.world.messages.get(channel) ?? [];
const cards = (on: Stage, channel: string) =>
  messages(on, channel).filter((one) => JSON.stringify(one).includes(approveRelease.id));

test('a new card costs one post and one line in its thread; asked again, nothing', async () => {
  const on = await inReview();
  const stream = releaseStream(await release(on));
  expect((await on.book.of(stream)).size).toBe(2);
  expect(await callsDuring(on, () => on.notifier.show(stream))).toEqual([]);
});

test('an approval costs one edit of the card and one line', async () => {
  const on = await inReview();
  const calls = await callsDuring(on, () => on.press('kim', approveRelease));
  expect(calls).toEqual(['chat.update', 'chat.postMessage']);
});

test('going live costs two edits of the card, one checklist with its edits, and one line', async () => {
  const on = await inReview();
  await on.press('kim', approveRelease);
  const calls = await callsDuring(on, () => on.press('plat', approveRelease));
  const counted = (name: string) => calls.filter((call) => call === name).length;
  expect(counted('chat.postMessage')).toBe(3);
  expect(counted('chat.update')).toBe(3);
  expect(counted('conversations.history') + counted('conversations.replies')).toBe(0);
});

test('every post carries its key in its metadata, a push of at most 140 characters, and unfurls nothing', async () => {
  const on = await inReview();
  const posts = on.slack.traffic().filter(({ name, refused }) => name === 'chat.postMessage' && refused === undefined);
  for (const { request } of posts) {
    expect(String(request['text']).length).toBeLessThanOrEqual(140);
    expect(request['unfurl_links']).toBe('false');
    expect(JSON.parse(String(request['metadata']))).toMatchObject({
      event_type: 'signalbox_post',
      event_payload: { key: expect.any(String) },
    });
  }
  const keys = posts.map(({ request }) => request['metadata']);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a card is never edited twice within three seconds, nor a channel posted to twice within one', async () => {
  const on = await inReview();
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  const times = (name: string, key: string) =>
    Map.groupBy(
      on.slack.traffic().filter((one) => one.name === name && one.refused === undefined),
      ({ request }) => String(request[key]),
    );
  for (const edits of times('chat.update', 'ts').values()) expect(gap(edits)).toBeGreaterThanOrEqual(2_990);
  for (const posts of times('chat.postMessage', 'channel').values()) expect(gap(posts)).toBeGreaterThanOrEqual(990);
});

function gap(all: readonly { readonly at: number }[]): number {
  return Math.min(...all.slice(1).map(({ at }, before) => at - (all[before]?.at ?? 0)), Number.MAX_SAFE_INTEGER);
}

test('rule 13: an answer that got lost: the card is found in the channel, not posted twice', async () => {
  const on = await inReview();
  on.slack.faults.add({ kind: 'answer-lost', on: 'chat.postMessage', times: 1 });
  await on.type('pat', 'promote churn@1 to production');
  const first = cards(on, 'C0PROD').length;
  await on.press('kim', approveRelease);
  expect(cards(on, 'C0PROD').length).toBe(first);
});

test('the answer to the very first post got lost: one card in the end', async () => {
  const on = await stage();
  on.slack.faults.add({ kind: 'answer-lost', on: 'chat.postMessage', after: 1, times: 1 });
  await on.type('pat', `promote churn@${on.version(0.2)} to staging`);
  await on.settle(30_000);
  const blocked = messages(on, 'C0STAGING').filter((one) => JSON.stringify(one).includes('"release.check-again"'));
  expect(blocked).toHaveLength(1);
  const looked = on.slack
    .traffic()
    .filter(({ name }) => name === 'conversations.history' || name === 'conversations.replies');
  expect(looked.length).toBeGreaterThan(0);
});

test('429 is obeyed by everybody: nothing is called again before its time', async () => {
  const on = await inReview();
  on.slack.faults.add({ kind: 'rate-limited', on: 'chat.update', retryAfter: 7, times: 1 });
  await on.press('kim', approveRelease);
  await on.settle(20_000);
  const edits = on.slack
    .traffic()
    .filter(({ name }) => name === 'chat.update')
    .slice(-2);
  expect(gap(edits)).toBeGreaterThanOrEqual(7_000);
  expect(edits.at(-1)?.status).toBe(200);
});

test('rule 13: Slack is down for a while: nothing is lost and nothing is there twice', async () => {
  const on = await inReview();
  on.slack.faults.add({ kind: 'error', on: 'chat.*', status: 503, times: 4 });
  await on.press('kim', approveRelease);
  await on.settle(60_000);
  expect(cards(on, 'C0PROD')).toHaveLength(1);
  expect(on.seen('pat')).toContain('1 of 2');
});

test('a deleted card is posted again, with what is true now', async () => {
  const on = await inReview();
  const [card] = cards(on, 'C0PROD');
  on.slack.world.messages.set(
    'C0PROD',
    messages(on, 'C0PROD').filter((one) => one !== card),
  );
  const [version] = on.servers.staging.models.get('churn')?.versions.values() ?? [];
  version?.tags.set('note', 'changed after the card');
  await on.settle(5 * 60_000);
  expect(cards(on, 'C0PROD')).toHaveLength(1);
  expect(cards(on, 'C0PROD')[0]).not.toBe(card);
});

test('a channel that cannot be posted to: the admins are told once, and the card is there', async () => {
  const on = await stage();
  const prod = on.slack.world.channels.get('C0PROD');
  if (!prod) throw new Error('There is no #prod');
  on.slack.world.channels.set('C0PROD', { ...prod, archived: true });
  await on.type('pat', `promote churn@${on.version(0.91)} to staging`, 'staging');
  await on.settle(31 * 60_000);
  await on.press('pat', requestNext);
  expect(cards(on, 'C0ADMIN')).toHaveLength(1);
  expect(messages(on, 'C0ADMIN').filter((one) => JSON.stringify(one).includes('I cannot post in C0PROD'))).toHaveLength(
    1,
  );
  await on.press('kim', approveRelease);
  expect(on.told('kim').at(-1)).toContain('1 of 2');
});

test('two workers show one stream at one time: one card', async () => {
  const on = await stage();
  const opened = on.slack.as('pat').command('prod', '/mlops', `promote churn@${on.version(0.2)} to staging`);
  await opened;
  await on.settled();
  const { open } = await on.store.lane(laneKey('churn', 'staging'));
  const stream = releaseStream(open[0]?.release ?? (await release(on)));
  for (const key of (await on.book.of(stream)).keys()) await on.book.forget(stream, key);
  on.slack.world.messages.set('C0STAGING', []);
  on.clock.advance(10_000);
  await Promise.all([on.notifier.show(stream), on.notifier.show(stream)]);
  expect(messages(on, 'C0STAGING').filter((one) => JSON.stringify(one).includes('"release.check-again"'))).toHaveLength(
    1,
  );
});

test('the admins are told a thing once, and the teller hears when it was not told', async () => {
  const on = await stage();
  await on.notifier.tellAdmin('hook', 'The registry does not let me register a webhook.');
  await on.notifier.tellAdmin('hook', 'The registry does not let me register a webhook.');
  expect(messages(on, 'C0ADMIN')).toHaveLength(1);
  await expect(on.notifier.tellAdmin('other', 'Too soon after the first.')).rejects.toThrow('slack_rate_limited');
  on.clock.advance(1_000);
  await on.notifier.tellAdmin('other', 'Too soon after the first.');
  expect(messages(on, 'C0ADMIN')).toHaveLength(2);
});

test('rule 11: what the admins are told has no markup in it, neither in the message nor in its push', async () => {
  const on = await stage();
  await on.notifier.tellAdmin('hook', 'The registry <!channel> & <@U0PAT> does not answer.');
  const [told] = messages(on, 'C0ADMIN');
  expect(JSON.stringify(told)).toContain('The registry &lt;!channel&gt; &amp; &lt;@U0PAT&gt; does not answer.');
  expect(on.slack.world.pings.filter(({ channel }) => channel === 'C0ADMIN')).toEqual([]);
});

test('a request that outlived its process is answered privately where it was asked', async () => {
  const on = await inReview();
  const reply = { outcome: { kind: 'answer', answer: { kind: 'noted' } }, release: null, card: null } as const;
  const by = { kind: 'person', id: PersonId.parse('U0KIM') } as const;
  const request = { kind: 'resume', scope: 'churn', reason: null } as const;
  const id = CommandId.parse('typed:late');
  await on.notifier.answer({ id, at: 1, by, where: 'C0PROD', request }, reply);
  expect(on.told('kim').at(-1)).toContain('Noted.');
  await on.notifier.answer({ id, at: 1, by, where: null, request }, reply);
  expect(on.slack.seenBy('kim').channels['direct message']).toHaveLength(1);
});
