import { expect, test } from 'vitest';
import { redisStore } from '../../src/store/store.ts';
import { scan } from '../../src/store/walk.ts';
import { freshRedis, privateRedis } from '../support/redis.ts';
import { batch, churn, gathered, id, opened, started } from './events.ts';
import { bytesOf, finish } from './finished.ts';
import { connected } from './fixture.ts';
import { wire } from './wire.ts';

const appendBudget = 2;
const bytesBudget = 24 * 1_024;

test(`an append takes ${appendBudget} round trips, over one stream or two, first or later`, async () => {
  const { url } = await freshRedis();
  const counted = await wire(url);
  const store = redisStore(await connected(counted.url));
  await store.append(batch(id(9), 0, [opened(9)]));
  expect(await counted.during(() => store.append(batch(id(1), 0, [opened(1), gathered(1)])))).toBe(appendBudget);
  const basedOn = [{ lane: churn, rev: (await store.lane(churn)).rev }];
  expect(await counted.during(() => store.append(batch(id(2), 0, [opened(2)], { basedOn })))).toBe(appendBudget);
  const named = { basedOn: [{ lane: churn, rev: (await store.lane(churn)).rev }] };
  expect(await counted.during(() => store.append(batch(id(1), 2, [started(1)], named)))).toBe(appendBudget);
  expect(await counted.during(() => store.append(batch(id(1), 0, [], { appends: [] })))).toBe(appendBudget);
});

test('a read takes one round trip, for one release or a hundred', async () => {
  const { url } = await freshRedis();
  const counted = await wire(url);
  const store = redisStore(await connected(counted.url));
  const ids = Array.from({ length: 100 }, (_, n) => id(n + 1));
  for (const [n, release] of ids.entries()) await store.append(batch(release, 0, [opened(n + 1)]));
  expect(await counted.during(() => store.release(id(1)))).toBe(1);
  expect(await counted.during(() => store.releases(ids))).toBe(1);
  expect(await counted.during(() => store.lane(churn))).toBe(1);
  expect(await counted.during(() => store.lanes())).toBe(1);
  expect(await counted.during(() => store.history(churn, 10))).toBe(1);
});

test(`a finished release leaves at most ${bytesBudget} bytes behind, the first forty as the last`, async () => {
  const db = await connected((await privateRedis()).url);
  // Bytes are counted here, not durability: without the disk this takes a second.
  await db.redis.config('SET', 'appendonly', 'no');
  const size = async () => bytesOf(db.redis, await scan(db.redis, '*'));
  const sizes = [];
  for (let n = 1; n <= 120; n += 1) {
    await finish(db, n);
    if (n % 40 === 0) sizes.push(await size());
  }
  const [first = 0, second = 0, third = 0] = sizes;
  expect((third - second) / 40).toBeLessThanOrEqual(bytesBudget);
  expect((third - second) / (second - first)).toBeCloseTo(1, 1);
});
