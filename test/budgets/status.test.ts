import { expect, test } from 'vitest';
import { finish } from '../store/finished.ts';
import { connected } from '../store/fixture.ts';
import { wire } from '../store/wire.ts';
import { freshRedis } from '../support/redis.ts';
import { askStatus, manyModels } from './many-models.ts';

const budget = 2;

test(`status of a thousand models takes ${budget} round trips, however many releases they have had`, async () => {
  const { url } = await freshRedis();
  const counted = await wire(url);
  const db = await connected(counted.url);
  const ask = askStatus(db, manyModels(1_000));
  expect(await counted.during(ask)).toBeLessThanOrEqual(budget);
  for (let n = 1; n <= 40; n += 1) await finish(db, n);
  expect(await counted.during(ask)).toBeLessThanOrEqual(budget);
  expect(JSON.stringify(await ask())).toContain('churn-');
});
