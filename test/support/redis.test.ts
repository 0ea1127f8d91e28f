import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { redisProgram, startRedis } from '../../sandbox/redis.ts';
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

test('where PATH has no Redis, a Python wheel brings one that keeps what it was told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-wheel-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = await redisProgram(() => {}, '');
  expect(program).toContain('.venv');
  const first = await startRedis(folder, { program });
  await client(first.url).set('log', '1');
  first.process.signal('SIGKILL');
  await first.stop();
  const second = await startRedis(folder, { program });
  onTestFinished(() => second.stop());
  expect(await client(second.url).eval("return redis.call('GET', KEYS[1])", 1, 'log')).toBe('1');
}, 300_000);
