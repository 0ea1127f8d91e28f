import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { type Asked, checks } from '../../src/health/checks.ts';
import { kept } from '../../src/health/kept.ts';
import { bad, type Check, good, readiness } from '../../src/health/readiness.ts';
import { healthServer } from '../../src/health.ts';
import { jsonLog } from '../../src/log.ts';
import type { Backlog } from '../../src/ports-meters.ts';
import { checkRedis } from '../../src/store/check-redis.ts';
import { openRedis } from '../../src/store/connection.ts';
import { privateRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const nothing = { count: 0, oldest: null };
const quiet: Backlog = { phases: new Map(), look: nothing, show: nothing, inbox: nothing, entries: 0, policy: 3 };

const well: Asked = {
  clock: () => 1_000_000,
  redisProblems: () => Promise.resolve([]),
  redisTime: () => Promise.resolve(1_000_000),
  backlog: () => Promise.resolve(quiet),
  policyHere: () => 3,
  slack: () => Promise.resolve({ team: 'Acme', user: 'signalbox' }),
  registries: () => new Map([['prod', { probe: () => Promise.resolve({ version: '3.18.0' }) }]]),
};

function found(change: Partial<Asked> = {}) {
  return readiness(checks({ ...well, ...change })());
}

test('all well is ready, one line a check', async () => {
  const { ready, state, checks } = await found();
  expect({ ready, state }).toEqual({ ready: true, state: 'ready' });
  expect(checks.map(({ name, words }) => `${name}: ${words}`)).toEqual([
    'redis: Redis answers and keeps what it is told.',
    "clock: This clock and Redis' are 0 ms apart.",
    'policy: Policy 3 is active.',
    'backlog: Waiting: look 0, show 0, inbox 0.',
    'slack: Signed in to Acme as signalbox.',
    'registry prod: It answers, version 3.18.0.',
  ]);
});

const down = () => Promise.reject(new Error('It does not answer.'));

test.each<[string, Partial<Asked>, string, 'degraded' | 'not ready', string]>([
  ['Redis away', { redisProblems: down }, 'redis', 'not ready', 'does not answer'],
  ['Redis set up wrong', { redisProblems: async () => ['Set it to yes.'] }, 'redis', 'not ready', 'Set it to yes.'],
  ['a clock behind', { redisTime: async () => 1_002_001 }, 'clock', 'not ready', '2001 ms apart'],
  ['a clock ahead', { redisTime: async () => 997_999 }, 'clock', 'not ready', 'Let both follow a time server'],
  ['an older policy', { policyHere: () => 2 }, 'policy', 'degraded', 'follows 2'],
  [
    'work that waits',
    { backlog: async () => ({ ...quiet, look: { count: 4, oldest: 900_000 } }) },
    'backlog',
    'degraded',
    'look 4, show 0, inbox 0; the oldest for 100 s',
  ],
  ['Slack away', { slack: down }, 'slack', 'degraded', 'does not answer'],
  ['a registry away', { registries: () => new Map([['prod', { probe: down }]]) }, 'registry prod', 'degraded', 'does'],
])('%s', async (_, change, name, state, words) => {
  const seen = await found(change);
  expect(seen.state).toBe(state);
  expect(seen.ready).toBe(state === 'degraded');
  expect(seen.checks.filter((check) => check.state !== 'ok')).toEqual([
    { name, state: state === 'degraded' ? 'degraded' : 'failing', words: expect.stringContaining(words) },
  ]);
});

test('a check that hangs is bad after its time, and holds up nobody', async () => {
  const hanging: Check = { name: 'slack', need: 'useful', run: () => new Promise(() => {}) };
  expect(await readiness([hanging], 10)).toMatchObject({ checks: [{ words: 'No answer within 0.01 s.' }] });
});

test('a good answer is kept its time, a bad one five seconds, and a question is shared', async () => {
  let now = 0;
  let asked = 0;
  const answers = [good('1'), bad('2'), good('3')];
  const check = kept(
    { name: 'slack', need: 'useful', run: async () => answers[asked++] ?? good('more') },
    () => now,
    60_000,
  );
  expect(await Promise.all([check.run(), check.run()])).toEqual([good('1'), good('1')]);
  now = 59_999;
  expect(await check.run()).toEqual(good('1'));
  now = 60_000;
  expect(await check.run()).toEqual(bad('2'));
  now = 64_999;
  expect(await check.run()).toEqual(bad('2'));
  now = 65_000;
  expect(await check.run()).toEqual(good('3'));
});

test('a registry that the policy drops is no longer asked', async () => {
  let names = ['old', 'new'];
  const list = checks({ ...well, registries: () => new Map(names.map((name) => [name, { probe: down }])) });
  expect(list().map(({ name }) => name)).toContain('registry old');
  names = ['new'];
  expect(list().map(({ name }) => name)).not.toContain('registry old');
});

async function serving(asked: Asked, page: () => Promise<string> = async () => 'signalbox_info 1\n') {
  const server = healthServer({
    port: 0,
    host: '127.0.0.1',
    checks: checks(asked),
    versions: { signalbox: '0.1.0', node: '24.0.0', log: '1' },
    metrics: { contentType: 'text/plain; version=0.0.4', page },
    log: jsonLog({ level: 'silent' }),
  });
  const port = await server.start();
  onTestFinished(() => server.stop());
  return async (path: string, method: 'GET' | 'POST' = 'GET') => {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}${path}`, { method });
    return { status: statusCode, text: await body.text() };
  };
}

test('the pages answer what they promise', async () => {
  const get = await serving(well);
  const healthz = await get('/healthz');
  expect(healthz.status).toBe(200);
  expect(JSON.parse(healthz.text)).toEqual({ alive: true, eventLoopLagMs: expect.any(Number) });
  const readyz = await get('/readyz?verbose');
  expect(readyz.status).toBe(200);
  expect(JSON.parse(readyz.text)).toMatchObject({ ready: true, versions: { signalbox: '0.1.0', log: '1' } });
  expect(await get('/metrics')).toEqual({ status: 200, text: 'signalbox_info 1\n' });
  expect((await get('/toString')).status).toBe(404);
  expect((await get('/readyz', 'POST')).status).toBe(405);
});

test('a page that breaks answers 500 and the listener lives on', async () => {
  const get = await serving(well, () => Promise.reject(new Error('no')));
  expect((await get('/metrics')).status).toBe(500);
  expect((await get('/healthz')).status).toBe(200);
});

test('a real Redis that forgets, freezes or dies is not ready, and says what to set', async () => {
  const server = await privateRedis();
  const redis = openRedis(server.url);
  onTestFinished(() => redis.disconnect());
  await redis.connect();
  const get = await serving({
    ...well,
    clock: Date.now,
    redisProblems: () => checkRedis(redis),
    redisTime: async () => {
      const [seconds, micros] = await redis.time();
      return Number(seconds) * 1_000 + Number(micros) / 1_000;
    },
  });
  expect((await get('/readyz')).status).toBe(200);
  await redis.config('SET', 'appendfsync', 'everysec');
  const forgetful = await get('/readyz');
  expect(forgetful).toEqual({ status: 503, text: expect.stringContaining('Set it to always.') });
  await redis.config('SET', 'appendfsync', 'always');
  expect((await get('/readyz')).status).toBe(200);
  server.pause();
  expect((await get('/readyz')).status).toBe(503);
  server.resume();
  await until(async () => (await get('/readyz')).status === 200);
  await server.kill();
  expect((await get('/readyz')).status).toBe(503);
  expect((await get('/healthz')).status).toBe(200);
});
