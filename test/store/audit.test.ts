import { expect, test } from 'vitest';
import { releaseStream } from '../../src/release/stream.ts';
import { type Audit, auditLines, auditRedis } from '../../src/store/audit.ts';
import { type Anchor, hasAnchor, headAt } from '../../src/store/chain.ts';
import type { Database } from '../../src/store/database.ts';
import { redisStore } from '../../src/store/store.ts';
import { walk } from '../../src/store/walk.ts';
import { approved, batch, digest, gathered, id, opened, rejected } from './events.ts';
import { freshDatabase } from './fixture.ts';

const one = releaseStream(id(1));
const two = releaseStream(id(2));

/** Two releases, seven entries. */
async function filled(): Promise<Database> {
  const db = await freshDatabase();
  const store = redisStore(db);
  await store.append(batch(id(1), 0, [opened(1), gathered(1)]));
  await store.append(batch(id(2), 0, [opened(2), gathered(2)]));
  await store.append(batch(id(1), 2, [approved(), rejected]));
  await store.append(batch(id(2), 2, [rejected]));
  return db;
}

function wordsOf({ findings }: Audit): string {
  return findings.map(({ seq, words }) => `${seq} ${words}`).join('; ');
}

async function anchorAt(db: Database, seq: number): Promise<Anchor> {
  const anchor = await headAt(db, seq);
  if (anchor === null) throw new Error(`nothing at ${seq}`);
  return anchor;
}

test('an untouched log has nothing to report, and holds its anchors', async () => {
  const db = await filled();
  const anchors = [await anchorAt(db, 0), await anchorAt(db, 3), await anchorAt(db, 7)];
  const audit = await auditRedis(db, anchors);
  expect(audit).toEqual({ findings: [], entries: 7, head: expect.objectContaining(anchors[2]), anchored: anchors });
  expect(await auditRedis(await freshDatabase(), [])).toMatchObject({ findings: [], entries: 0 });
});

const tampering: readonly (readonly [what: string, how: (db: Database) => Promise<unknown>, words: string])[] = [
  ['a change of one letter', (db) => edit(db, one, 0, 'better', 'Better'), '2 does not follow'],
  ['a change of the last entry', (db) => edit(db, two, 2, 'too low', 'too LOW'), '7 is not what was written last'],
  ['a change that keeps the letters', (db) => edit(db, one, 1, '"v":1', '"v": 1'), '3 does not follow'],
  ['an entry cut out of its stream', (db) => cutOut(db), 'belongs to'],
  ['a stream deleted', (db) => db.redis.del(db.keys.stream(one)), '1 is missing'],
  ['the end cut off the chain', (db) => db.redis.rpop(db.keys.chain), '7 is missing, and all up to 7'],
  ['the end cut off a stream', (db) => db.redis.rpop(db.keys.stream(two)), '7 is missing'],
  ['two entries swapped', (db) => swapped(db), 'belongs to'],
  ['two references swapped', (db) => references(db), 'says that it is number'],
  [
    'an entry put behind a stream',
    (db) => db.redis.rpush(db.keys.stream(two), '{}'),
    'holds 1 more than the chain knows of',
  ],
  ['a stream nobody knows', (db) => db.redis.rpush(db.keys.stream(releaseStream(id(9))), '{}'), 'holds 1 more'],
  ['a reference put behind the chain', (db) => db.redis.rpush(db.keys.chain, `2 ${two}`), '8 was added behind the end'],
  ['an unreadable entry', (db) => db.redis.lset(db.keys.stream(one), 0, 'no JSON'), '1 cannot be read'],
  ['the head taken away', (db) => db.redis.del(db.keys.head), 'was added behind the end of the log, which is 0'],
];

test.each(tampering)('rule 12: %s is found', async (_what, how, words) => {
  const db = await filled();
  await how(db);
  expect(wordsOf(await auditRedis(db, []))).toContain(words);
});

test('rule 12: a log rewritten from the start is found by its anchor alone', async () => {
  const db = await filled();
  const anchor = await anchorAt(db, 5);
  const other = await filled();
  await other.redis.flushdb();
  const store = redisStore(other);
  await store.append(batch(id(1), 0, [opened(3), gathered(3), approved(), approved(), approved()]));
  expect(wordsOf(await auditRedis(other, []))).toBe('');
  expect(wordsOf(await auditRedis(other, [anchor]))).toMatch(
    /^5 is not what it was when its anchor [0-9a-f]{12}… was taken$/,
  );
});

test('rule 12: a log cut cleanly is found by its anchor alone', async () => {
  const db = await filled();
  const anchor = await anchorAt(db, 7);
  const before = await anchorAt(db, 6);
  await db.redis.rpop(db.keys.stream(two));
  await db.redis.rpop(db.keys.chain);
  const at = String(await db.redis.get(db.keys.head)).split(' ')[2];
  await db.redis.set(db.keys.head, `6 ${before.hash} ${at}`);
  expect(wordsOf(await auditRedis(db, []))).toBe('');
  expect(wordsOf(await auditRedis(db, [anchor]))).toBe(
    '7 is missing: an anchor was taken there, and the log ends at 6',
  );
  expect(await hasAnchor(db, anchor)).toBe(false);
  expect(await hasAnchor(db, before)).toBe(true);
  expect(await hasAnchor(db, { seq: 3, hash: digest('other') })).toBe(false);
});

test('rule 12: an exported log is checked without Redis', async () => {
  const db = await filled();
  const anchor = await anchorAt(db, 4);
  expect(await auditLines(exported(db), [anchor])).toMatchObject({ findings: [], entries: 7, anchored: [anchor] });
  const cut = await auditLines(exported(db, 3), []);
  expect(wordsOf(cut)).toContain('3 says that it is number 4');
});

async function* exported(db: Database, without = 0): AsyncGenerator<Buffer> {
  for await (const { seq, bytes } of walk(db)) if (seq !== without && bytes !== null) yield bytes;
}

async function edit(db: Database, stream: typeof one, index: number, from: string, to: string): Promise<void> {
  const text = String(await db.redis.lindex(db.keys.stream(stream), index));
  expect(text).toContain(from);
  await db.redis.lset(db.keys.stream(stream), index, text.replace(from, to));
}

async function cutOut({ redis, keys }: Database): Promise<void> {
  const text = String(await redis.lindex(keys.stream(one), 1));
  await redis.lrem(keys.stream(one), 1, text);
}

async function swapped({ redis, keys }: Database): Promise<void> {
  const [a, b] = await redis.lrange(keys.stream(one), 0, 1);
  await redis.lset(keys.stream(one), 0, String(b));
  await redis.lset(keys.stream(one), 1, String(a));
}

async function references({ redis, keys }: Database): Promise<void> {
  const [a, b] = await redis.lrange(keys.chain, 2, 3);
  await redis.lset(keys.chain, 2, String(b));
  await redis.lset(keys.chain, 3, String(a));
}
