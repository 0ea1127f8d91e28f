import { expect, test } from 'vitest';
import type { SeenModel } from '../../src/ports-store.ts';
import type { Delivery } from '../../src/release/command.ts';
import { Evidence } from '../../src/release/evidence.ts';
import { CommandId } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { checkRedis } from '../../src/store/check-redis.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import { redisIndexBook } from '../../src/store/index-book.ts';
import { redisPolicyBook } from '../../src/store/policy-book.ts';
import { redisPostBook } from '../../src/store/post-book.ts';
import { redisRegistryBook } from '../../src/store/registry-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { redisTokens } from '../../src/store/tokens.ts';
import { privateRedis } from '../support/redis.ts';
import { batch, byPat, digest, gathered, id, opened, rejected, version } from './events.ts';
import { connected, freshDatabase } from './fixture.ts';

const day = 24 * 3_600_000;

function delivery(n: number, at: number): Delivery {
  const request = { kind: 'stop', release: id(1) } as const;
  return { id: CommandId.parse(`click-${n}`), at, by: byPat, where: 'C0PROD', request };
}

test('inbox: of sixteen who take one delivery, one has it', async () => {
  const inbox = redisInbox(await freshDatabase());
  const answers = await Promise.all(Array.from({ length: 16 }, () => inbox.take(delivery(1, 1_000))));
  expect(answers.filter((answer) => answer === 'ours')).toHaveLength(1);
  expect(await inbox.oldest()).toBe(1_000);
});

test('inbox: what was taken and not done is an orphan once, and again when its finder died too', async () => {
  const inbox = redisInbox(await freshDatabase());
  for (const n of [1, 2, 3]) await inbox.take(delivery(n, n * 1_000));
  await inbox.done(CommandId.parse('click-1'));
  expect(await inbox.orphans(2_000, 10)).toEqual([]);
  expect(await inbox.orphans(4_000, 1)).toEqual([delivery(2, 2_000)]);
  expect(await inbox.orphans(4_000, 10)).toEqual([delivery(3, 3_000)]);
  expect(await inbox.orphans(33_999, 10)).toEqual([]);
  expect(await inbox.orphans(34_000, 10)).toEqual([delivery(2, 2_000), delivery(3, 3_000)]);
});

test('inbox: done is done, and its delivery id stays seen', async () => {
  const db = await freshDatabase();
  const inbox = redisInbox(db);
  await inbox.take(delivery(1, 1_000));
  await inbox.done(CommandId.parse('click-1'));
  expect(await inbox.oldest()).toBeNull();
  expect(await inbox.take(delivery(1, 9_000))).toBe('seen');
  expect(await inbox.oldest()).toBeNull();
  const left = await db.redis.pttl(db.keys.delivery(CommandId.parse('click-1')));
  expect(left).toBeGreaterThan(6.9 * day);
  expect(left).toBeLessThanOrEqual(7 * day);
});

test('rule 13: what another version wrote into the inbox stays there, and holds up no other', async () => {
  const db = await freshDatabase();
  const inbox = redisInbox(db);
  const newer = { ...delivery(1, 1_000), request: { kind: 'of-a-newer-version' } };
  await Promise.all([newer, delivery(2, 2_000)].map((one) => redisInbox(db).take(JSON.parse(JSON.stringify(one)))));
  expect(await inbox.orphans(4_000, 10)).toEqual([delivery(2, 2_000)]);
  expect(await inbox.oldest()).toBe(1_000);
});

test('inbox: after seven days a delivery is forgotten', async () => {
  const inbox = redisInbox(await freshDatabase());
  await inbox.take(delivery(1, 1_000));
  expect(await inbox.orphans(1_001 + 7 * day, 10)).toEqual([]);
  expect(await inbox.oldest()).toBeNull();
});

test('posts: a post is intended, put, found and forgotten', async () => {
  const posts = redisPostBook(await freshDatabase());
  const stream = releaseStream(id(1));
  const posted = { channel: 'C0PROD', ts: '1763788234.123456', shown: digest('card') };
  expect(await posts.intend(stream, 'card')).toBe('first');
  expect(await posts.intend(stream, 'card')).toBe('unknown-outcome');
  expect(await posts.of(stream)).toEqual(new Map());
  await posts.put(stream, 'card', posted);
  expect(await posts.of(stream)).toEqual(new Map([['card', posted]]));
  await posts.forget(stream, 'card');
  expect(await posts.of(stream)).toEqual(new Map());
  expect(await posts.intend(stream, 'card')).toBe('first');
});

test('posts: one show at a time, released only by its holder', async () => {
  const posts = redisPostBook(await freshDatabase());
  const stream = releaseStream(id(1));
  expect(await posts.claim(stream, 'a', 60_000)).toBe(true);
  expect(await posts.claim(stream, 'b', 60_000)).toBe(false);
  await posts.release(stream, 'b');
  expect(await posts.claim(stream, 'b', 60_000)).toBe(false);
  await posts.release(stream, 'a');
  expect(await posts.claim(stream, 'b', 60_000)).toBe(true);
});

test('tokens: a bucket gives its capacity, then as it fills, however many ask', async () => {
  const tokens = redisTokens(await freshDatabase());
  const take = (now: number) => tokens.take('chat.postMessage:C0PROD', 3, 2, now);
  const first = await Promise.all(Array.from({ length: 5 }, () => take(10_000)));
  expect(first.filter((wait) => wait === 0)).toHaveLength(3);
  expect(first.filter((wait) => wait === 500)).toHaveLength(2);
  expect(await take(10_499)).toBe(1);
  expect(await take(10_500)).toBe(0);
  expect(await take(10_400)).toBe(600);
  expect(await Promise.all([take(60_000), take(60_000), take(60_000)])).toEqual([0, 0, 0]);
  expect(await take(60_000)).toBe(500);
});

test('tokens: who leaves some takes none of those, and keeps nobody else from them', async () => {
  const tokens = redisTokens(await freshDatabase());
  const take = (now: number, leave: number) =>
    tokens.takeAll([{ name: 'chat.update', capacity: 4, perSecond: 1, leave }], now);
  expect([await take(10_000, 2), await take(10_000, 2), await take(10_000, 2)]).toEqual([0, 0, 1_000]);
  expect([await take(10_000, 0), await take(10_000, 0), await take(10_000, 0)]).toEqual([0, 0, 1_000]);
  expect(await take(10_000, 2)).toBe(3_000);
  expect([await take(13_000, 2), await take(13_000, 0)]).toEqual([0, 0]);
});

test('tokens: who can wait leaves the next one to whoever was refused, as long as that needs to come back', async () => {
  const tokens = redisTokens(await freshDatabase());
  const take = (now: number, politeMs: number) => tokens.take('channel', 1, 1, now, politeMs);
  expect([await take(10_000, 0), await take(10_100, 0)]).toEqual([0, 900]);
  expect(await take(11_600, 300)).toBe(400);
  expect([await take(11_700, 0), await take(13_000, 300)]).toEqual([0, 0]);
  expect([await take(13_100, 0), await take(16_000, 300)]).toEqual([900, 0]);
});

test('tokens: whoever was refused is overtaken by nobody of a higher rank, and holds up nobody of a lower one', async () => {
  const tokens = redisTokens(await freshDatabase());
  const take = (now: number, rank: 0 | 1 | 2) =>
    tokens.takeAll([{ name: 'channel', capacity: 1, perSecond: 1, rank }], now);
  expect([await take(10_000, 1), await take(10_100, 1)]).toEqual([0, 900]);
  expect([await take(11_500, 2), await take(11_500, 0)]).toEqual([500, 0]);
  expect([await take(11_600, 0), await take(12_600, 1), await take(12_600, 2)]).toEqual([900, 900, 1_900]);
  expect([await take(12_700, 0), await take(13_800, 1)]).toEqual([0, 0]);
});

test('tokens: who is polite takes only what nobody else has wanted for a while', async () => {
  const tokens = redisTokens(await freshDatabase());
  const take = (now: number, politeMs: number) => tokens.take('channel', 1, 1, now, politeMs);
  expect(await take(10_000, 500)).toBe(0);
  expect(await take(11_200, 500)).toBe(300);
  expect(await take(11_200, 0)).toBe(0);
  expect(await take(11_500, 500)).toBe(1_200);
  expect(await take(12_700, 500)).toBe(0);
});

test('tokens: after a 429 nobody takes before its time, and a shorter one does not shorten it', async () => {
  const tokens = redisTokens(await freshDatabase());
  await tokens.block('b', 30_000);
  await tokens.block('b', 20_000);
  expect(await tokens.take('b', 1, 1, 10_000)).toBe(20_000);
  expect(await tokens.take('b', 1, 1, 30_000)).toBe(0);
});

test('policy: of sixteen proposals over one number, one is active', async () => {
  const book = redisPolicyBook(await freshDatabase());
  expect(await book.active()).toBeNull();
  expect(await book.number()).toBe(0);
  const texts = Array.from({ length: 16 }, (_, n) => `admin: C0ADMIN # ${n}\n`);
  const results = await Promise.all(texts.map((text) => book.propose(text, digest(text), 0)));
  const [winner, ...others] = results.filter((result) => result !== null);
  expect(others).toEqual([]);
  expect(await book.active()).toEqual(winner);
  expect(winner?.number).toBe(1);
  expect(await book.propose('x', digest('x'), 0)).toBeNull();
  expect(await book.propose('x', digest('x'), 1)).toEqual({ number: 2, digest: digest('x'), text: 'x' });
});

test('registry: what another version of us wrote can be written over by whoever has read it', async () => {
  const db = await freshDatabase();
  const book = redisRegistryBook(db);
  const theirs = [['churn', { moves: 0, newest: '3', aliases: {}, learnt: 'later' }]];
  await db.redis.set(db.keys.registry('main'), JSON.stringify(theirs));
  const before = await book.seen('main');
  expect(before?.get('churn')?.newest).toBe('3');
  expect(await book.put('main', before, new Map())).toBe(true);
  expect(await book.put('main', before, new Map())).toBe(false);
});

test('registry: what was seen changes only from what was read', async () => {
  const book = redisRegistryBook(await freshDatabase());
  const churn: SeenModel = { newest: version(1), aliases: { champion: version(1), candidate: version(1) }, moves: 0 };
  const first = new Map([
    ['churn', churn],
    ['ads', churn],
  ]);
  expect(await book.seen('mlflow-prod')).toBeNull();
  expect(await book.put('mlflow-prod', null, first)).toBe(true);
  expect(await book.put('mlflow-prod', null, first)).toBe(false);
  expect(await book.seen('mlflow-prod')).toEqual(first);
  const turned = new Map([
    ['ads', churn],
    ['churn', { ...churn, aliases: { candidate: version(1), champion: version(1) } }],
  ]);
  const after = new Map([['churn', { ...churn, newest: version(2) }]]);
  expect(await book.put('mlflow-prod', turned, after)).toBe(true);
  expect(await book.put('mlflow-prod', first, after)).toBe(false);
  expect(await book.seen('mlflow-prod')).toEqual(after);
});

test('evidence is kept once for its digest', async () => {
  const store = redisStore(await freshDatabase());
  const document = Evidence.parse({
    v: 1,
    kind: 'promotion',
    model: 'churn',
    environment: 'production',
    candidate: {
      registry: 'mlflow-prod',
      name: 'churn',
      version: '14',
      artifacts: digest('files'),
      run: 'run',
      commit: null,
      schema: null,
      metrics: [{ name: 'auc', value: 'NaN', dataset: null }],
      params: { depth: '3' },
      tags: {},
      datasets: [],
      description: 'Über 0,8',
    },
    champion: null,
    verdicts: [{ gate: 'auc', status: 'nan' }],
    policy: digest('policy'),
  });
  const key = digest('document');
  expect(await store.evidence(key)).toBeNull();
  await store.putEvidence(key, document);
  await store.putEvidence(key, { ...document, model: 'other' });
  expect(await store.evidence(key)).toEqual(document);
});

test('indexes: recent, open and counted by phase', async () => {
  const db = await freshDatabase();
  const store = redisStore(db);
  const index = redisIndexBook(db);
  for (const n of [1, 2, 3]) await store.append(batch(id(n), 0, [opened(n)]));
  await store.append(batch(id(2), 1, [gathered(2), rejected]));
  expect(await index.recent(2)).toEqual([id(3), id(2)]);
  expect((await index.open()).toSorted()).toEqual([id(1), id(3)]);
  expect(Object.fromEntries(await index.counts())).toMatchObject({ gathering: 2, rejected: 1, review: 0 });
});

test('Redis: set up as it must be there is nothing to say; otherwise each setting is named', async () => {
  const { redis } = await connected((await privateRedis()).url);
  expect(await checkRedis(redis)).toEqual([]);
  expect(await checkRedis(redis, 1)).toEqual([
    'REDIS_REPLICAS is 1, but no replica is connected: no command can be acknowledged.',
  ]);
  await redis.config('SET', 'appendfsync', 'everysec');
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  expect(await checkRedis(redis)).toEqual([
    'Redis has appendfsync everysec: a power cut loses what was already acknowledged. Set it to always.',
    'Redis has maxmemory-policy allkeys-lru: it may throw the audit log away when memory runs short. Set it to noeviction.',
  ]);
});
