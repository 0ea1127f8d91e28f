import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { privateRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { launched, slackWorkspace } from './running.ts';

const deployed = join(import.meta.dirname, '../../deploy/policy.yml');

test('rule 13: a Redis that is restarted is used again by edge and worker, without a restart of theirs', async () => {
  const redis = await privateRedis();
  const slack = await slackWorkspace();
  const { port, child, ready } = await launched({ role: 'all', redis: redis.url, slack });
  slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
  await until(ready, { within: 30_000 });
  await redis.restart();
  await until(ready, { within: 10_000 });
  await slack.as('first').command('prod', '/mlops', 'pause production because Redis is back');
  await until(() => slack.seenBy('pat').text.includes('Redis is back'), { within: 25_000 });
  expect(child.ended()).toBe(false);
}, 90_000);

/** A way to Redis whose connections can fall silent without being closed, as they do behind a firewall that forgot them. */
async function proxyTo(port: number) {
  const pairs: (readonly [Socket, Socket])[] = [];
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => {});
    near.pipe(far);
    far.pipe(near);
    pairs.push([near, far]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    server.close();
  });
  const address = server.address();
  return {
    url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    silence() {
      for (const [near, far] of pairs.splice(0)) {
        near.unpipe(far).resume();
        far.unpipe(near).resume();
      }
    },
  };
}

test('rule 13: connections to Redis that fall silent are given up for new ones', async () => {
  const redis = await privateRedis();
  const slack = await slackWorkspace();
  const proxy = await proxyTo(redis.port);
  const { port, ready } = await launched({ role: 'all', redis: proxy.url, slack });
  slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
  await until(ready, { within: 30_000 });
  proxy.silence();
  await until(async () => !(await ready()), { within: 10_000 });
  await until(ready, { within: 15_000 });
  await slack.as('first').command('prod', '/mlops', 'pause production because the line is back');
  await until(() => slack.seenBy('pat').text.includes('the line is back'), { within: 30_000 });
}, 90_000);

test.each(['frozen', 'gone'] as const)(
  'asked to end while Redis is %s, it ends within ten seconds',
  async (how) => {
    const redis = await privateRedis();
    const slack = await slackWorkspace();
    const { child, ready } = await launched({ role: 'all', redis: redis.url, slack });
    await until(ready, { within: 30_000 });
    if (how === 'frozen') redis.pause();
    else await redis.kill();
    child.signal('SIGTERM');
    await until(() => child.ended(), { within: 10_000 });
    expect(child.printed()).not.toContain('UnhandledPromiseRejection');
    redis.resume();
  },
  90_000,
);

test('rule 13: a start waits for Redis and Slack that are not up yet', async () => {
  const redis = await privateRedis();
  await redis.kill();
  const slack = await slackWorkspace();
  slack.faults.add({ kind: 'error', on: 'auth.test', times: 4 });
  const { child, ready } = await launched({ role: 'all', redis: redis.url, slack });
  await until(() => child.printed().includes('"who":"Redis"'), { within: 20_000 });
  child.signal('SIGHUP');
  await redis.restart();
  await until(() => child.printed().includes('"who":"Slack"'), { within: 20_000 });
  await until(ready, { within: 30_000 });
}, 90_000);

test('a start with a token that Slack refuses ends at once and says so', async () => {
  const redis = await privateRedis();
  const { apiUrl } = await slackWorkspace();
  const { child } = await launched({ role: 'all', redis: redis.url, slack: { apiUrl, botToken: 'xoxb-nobody' } });
  await until(() => child.ended(), { within: 20_000 });
  expect(child.printed()).toContain('Slack refused the request');
}, 60_000);

/** The deployed policy with a registry more, which wants a secret. */
function withAnother(secret: string): string {
  const more = `  mlflow-new: { kind: mlflow, url: "http://127.0.0.1:9", auth: { bearer: env:${secret} } }`;
  return readFileSync(deployed, 'utf8').replace('registries:\n', `registries:\n${more}\n`);
}

test('a policy whose secrets are missing is refused when it is reloaded, and ends nothing', async () => {
  const redis = await privateRedis();
  const slack = await slackWorkspace();
  const policy = join(await mkdtemp(join(tmpdir(), 'signalbox-policy-')), 'policy.yml');
  onTestFinished(() => rm(dirname(policy), { recursive: true }));
  copyFileSync(deployed, policy);
  const env = { SIGNALBOX_POLICY: policy };
  const { child, page, ready } = await launched({ role: 'worker', redis: redis.url, slack, env });
  await until(ready, { within: 30_000 });
  writeFileSync(policy, withAnother('NO_SUCH_SECRET'));
  child.signal('SIGHUP');
  await until(() => child.printed().includes('NO_SUCH_SECRET is missing'), { within: 5_000 });
  expect((await page('/metrics')).text).toContain('signalbox_policy_number 1');
  expect(child.ended()).toBe(false);
}, 60_000);

test('rule 14: a process that lacks a secret of a newer policy says so, goes on with what it has, and no secret is printed', async () => {
  const redis = await privateRedis();
  const slack = await slackWorkspace();
  const first = await launched({ role: 'worker', redis: redis.url, slack });
  await until(first.ready, { within: 30_000 });
  const policy = join(await mkdtemp(join(tmpdir(), 'signalbox-policy-')), 'policy.yml');
  onTestFinished(() => rm(dirname(policy), { recursive: true }));
  writeFileSync(policy, withAnother('NEW_TOKEN'));
  const env = { SIGNALBOX_POLICY: policy, NEW_TOKEN: 'the-new-token', LOG_LEVEL: 'debug' };
  const second = await launched({ role: 'worker', redis: redis.url, slack, env });
  await until(second.ready, { within: 30_000 });
  await until(() => first.child.printed().includes('NEW_TOKEN is missing'), { within: 10_000 });
  expect((await first.page('/readyz')).text).toContain('Policy 2 is active, and this process follows 1');
  expect((await first.page('/readyz')).status).toBe(200);
  expect(second.child.printed()).not.toContain('the-new-token');
}, 90_000);
