import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { freshRedis, privateRedis } from './redis.ts';
import { until } from './until.ts';

function client(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

test('two takers of the shared Redis do not see each other', async () => {
  const [one, other] = await Promise.all([freshRedis(), freshRedis()]);
  await client(one.url).set('lane', 'held');
  expect(await client(other.url).get('lane')).toBeNull();
});

test('a private Redis writes before it answers, and survives a kill', async () => {
  const server = await privateRedis();
  const redis = client(server.url);
  expect(await redis.config('GET', 'appendfsync')).toEqual(['appendfsync', 'always']);
  expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  await redis.set('log', '1');
  await server.kill();
  await server.restart();
  expect(await redis.get('log')).toBe('1');
});

test('a private Redis can be frozen and go on', async () => {
  const server = await privateRedis();
  const redis = client(server.url);
  await redis.set('log', '1');
  server.pause();
  let answered = false;
  const answer = redis.get('log').finally(() => {
    answered = true;
  });
  await expect(until(() => answered, { within: 150 })).rejects.toThrow('Not so within 150 ms');
  server.resume();
  expect(await answer).toBe('1');
});

test('a private Redis can be set back to an older copy, twice', async () => {
  const server = await privateRedis();
  const redis = client(server.url);
  await redis.set('log', 'old');
  const restore = await server.backup();
  await redis.set('log', 'new');
  await restore();
  expect(await redis.get('log')).toBe('old');
  await redis.set('log', 'newer');
  await restore();
  expect(await redis.get('log')).toBe('old');
});
