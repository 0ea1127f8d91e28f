import { expect, test } from 'vitest';
import { redisStore } from '../../src/store/store.ts';
import { freshRedis } from '../support/redis.ts';
import { batch, churn, connected, gathered, id, opened, started } from './fixture.ts';
import { wire } from './wire.ts';

const appendBudget = 2;

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
