import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../src/release/event.ts';
import { IncidentId, LaneKey } from '../../src/release/ids.ts';
import { incidentStream, laneStream, releaseStream } from '../../src/release/stream.ts';
import { auditRedis } from '../../src/store/audit.ts';
import type { Database } from '../../src/store/database.ts';
import { rebuild } from '../../src/store/rebuild.ts';
import { redisStore } from '../../src/store/store.ts';
import { scan } from '../../src/store/walk.ts';
import { batch, churn, id, opened, rejected, story, version } from './events.ts';
import { freshDatabase } from './fixture.ts';

const ads = LaneKey.parse('ads/staging');
const paused: Event = { kind: 'paused', v: 1, cause: 'person', why: 'release week', until: null, release: null };
const broken: Event = {
  kind: 'incident-opened',
  v: 1,
  incident: IncidentId.parse('i-0000000001'),
  look: null,
  model: 'churn',
  environment: 'production',
  lane: churn,
  of: 'errors',
  channel: 'C0PROD',
  live: null,
  target: null,
  advice: 'look',
  why: 'somebody has to',
  symptom: {
    source: 'am',
    key: 'a',
    title: 'Churn errors',
    words: null,
    severity: 'critical',
    reading: null,
    features: [],
    window: null,
    startedAt: 1,
    at: 1,
    url: null,
    version: null,
    signed: true,
  },
};
const resumed: Event = { kind: 'resumed', v: 1, why: null };
const baseline: Event = { kind: 'baseline-trusted', v: 1, version: version(12) };

/** One thing that happens: the next chapter of a release's story, its rejection, two at once, or something to a lane. */
const action = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('next' as const), n: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reject' as const), n: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('both' as const), n: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lane' as const), n: fc.integer({ min: 0, max: 2 }) }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

test('what is rebuilt from the log is what the appends had kept, whatever happened', async () => {
  const db = await freshDatabase();
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), async (actions) => {
      await db.redis.flushdb();
      await play(db, actions);
      const before = await everything(db);
      await scramble(db);
      expect(await rebuild(db)).toBe((await redisStore(db).chainHead()).seq);
      expect(await everything(db)).toEqual(before);
      expect((await auditRedis(db, [])).findings).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('incidents of a lane are listed again from the log alone', async () => {
  const db = await freshDatabase();
  const store = redisStore(db);
  const stream = incidentStream(IncidentId.parse('i-0000000001'), churn);
  await store.append(batch(id(1), 0, [], { at: Date.now(), appends: [{ stream, expected: 0, events: [broken] }] }));
  const before = await everything(db);
  await scramble(db);
  await rebuild(db);
  expect(await store.incidents(churn, 5)).toEqual(['i-0000000001']);
  expect(await everything(db)).toEqual(before);
});

test('a rebuild folds what is appended meanwhile', async () => {
  const db = await freshDatabase();
  const store = redisStore(db);
  for (let n = 1; n <= 40; n += 1) await store.append(batch(id(n), 0, [opened(n)]));
  const appends = async () => {
    for (let n = 41; n <= 60; n += 1) await store.append(batch(id(n), 0, [opened(n)]));
  };
  await Promise.all([rebuild(db), appends()]);
  const before = await everything(db);
  expect(Object.keys(before).filter((name) => name.includes(':rebuild'))).toEqual([]);
  expect((await store.lane(churn)).open).toHaveLength(60);
  await rebuild(db);
  expect(await everything(db)).toEqual(before);
});

async function play(db: Database, actions: readonly Action[]): Promise<void> {
  const store = redisStore(db);
  const lengths = new Map<string, number>();
  const told = new Map<number, number>();
  const step = (n: number, events: readonly Event[]) => {
    const stream = releaseStream(id(n));
    const expected = lengths.get(stream) ?? 0;
    const all = expected === 0 ? [opened(n, n > 3 ? ads : churn), ...events] : events;
    lengths.set(stream, expected + all.length);
    return { stream, expected, events: all };
  };
  const next = (n: number) => {
    const chapter = told.get(n) ?? 0;
    told.set(n, chapter + 1);
    return step(n, story(n)[chapter] ?? [rejected]);
  };
  for (const [at, { kind, n }] of actions.entries()) {
    const appends = {
      next: () => [next(n)],
      reject: () => [step(n, [rejected])],
      both: () => [next(n), next(n + 1)],
      lane: () => {
        const stream = laneStream(churn);
        const expected = lengths.get(stream) ?? 0;
        lengths.set(stream, expected + 1);
        return [{ stream, expected, events: [paused, resumed, baseline].slice(n, n + 1) }];
      },
    }[kind]();
    const result = await store.append(batch(id(1), 0, [], { appends, at: Date.now() + at }));
    expect(result.kind).toBe('appended');
  }
}

/** Every key with what it holds, as far as order means something. */
async function everything({ redis, keys }: Database): Promise<Record<string, unknown>> {
  const names = (await scan(redis, keys.every)).toSorted();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await value(redis, name)])));
}

async function value(redis: Database['redis'], name: string): Promise<unknown> {
  switch (await redis.type(name)) {
    case 'hash':
      return redis.hgetall(name);
    case 'zset':
      return redis.zrange(name, '0', '-1', 'WITHSCORES');
    case 'list':
      return redis.lrange(name, 0, -1);
    default:
      return redis.get(name);
  }
}

/** What a rebuild has to put right. */
async function scramble({ redis, keys }: Database): Promise<void> {
  await redis.del(keys.lanes, keys.phases, keys.due('look'), keys.due('show'), keys.releases);
  await redis.hset(keys.open, 'r-0000000099', 'review');
  await redis.zadd(keys.due('look'), 1, 'r-0000000099');
  await redis.rpush(keys.history(LaneKey.parse('gone/production')), 'r-0000000099');
  await redis.rpush(keys.history(churn), 'r-0000000099');
  await redis.rpush(keys.incidents(churn), 'i-0000000099');
}
