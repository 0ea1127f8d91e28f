import { expect, test } from 'vitest';
import { Delivery } from '../../src/release/command.ts';
import { phases } from '../../src/release/state.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { backlog } from '../../src/store/backlog.ts';
import { redisDue } from '../../src/store/due.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import { redisPolicyBook } from '../../src/store/policy-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { batch, digest, gathered, id, opened, pat } from '../store/events.ts';
import { connected, freshDatabase } from '../store/fixture.ts';
import { wire } from '../store/wire.ts';
import { freshRedis } from '../support/redis.ts';

const none = { count: 0, oldest: null };

test('an empty database has no backlog, and every phase is counted', async () => {
  const found = await backlog(await freshDatabase(), Date.now());
  expect(found).toMatchObject({ look: none, show: none, inbox: none, entries: 0, policy: 0 });
  expect(found.phases.get('review')).toBe(0);
  expect([...found.phases.keys()]).toEqual([...phases]);
});

test('what the books hold is read in one round trip; what is not due yet does not wait', async () => {
  const counted = await wire((await freshRedis()).url);
  const db = await connected(counted.url);
  const store = redisStore(db);
  const due = redisDue(db);
  await store.append(batch(id(1), 0, [opened(1)]));
  await store.append(batch(id(2), 0, [opened(2), gathered(2)]));
  await due.wake('look', releaseStream(id(1)), 1_000);
  await due.wake('look', releaseStream(id(2)), 9_000);
  for (const n of [1, 2]) await due.wake('show', releaseStream(id(n)), 3_000 + n);
  await redisPolicyBook(db).propose('admin: C0ADMIN', digest('policy'), 0);
  const request = { kind: 'stop', release: id(1) };
  const taken = { id: 'press:1', at: 4_500, by: { kind: 'person', id: pat }, where: null, request };
  await redisInbox(db).take(Delivery.parse(taken));
  await backlog(db, 5_000);
  const found = await backlog(db, 5_000);
  expect(await counted.during(() => backlog(db, 5_000))).toBe(1);
  expect(Object.fromEntries([...found.phases].filter(([, count]) => count > 0))).toEqual({ gathering: 1, review: 1 });
  expect(found).toMatchObject({
    look: { count: 1, oldest: 1_000 },
    show: { count: 2, oldest: 3_001 },
    inbox: { count: 1, oldest: 4_500 },
    entries: 3,
    policy: 1,
  });
});
