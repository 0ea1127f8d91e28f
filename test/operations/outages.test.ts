import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../sandbox/ports.ts';
import { privateRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { launched, slackWorkspace } from './running.ts';

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

test('rule 13: Slack that does not answer at the start is waited for', async () => {
  const redis = await privateRedis();
  const slack = await slackWorkspace();
  const nobody = { apiUrl: `http://127.0.0.1:${await freePort()}/api/`, botToken: slack.botToken };
  const { child } = await launched({ role: 'all', redis: redis.url, slack: nobody });
  await until(() => child.printed().includes('waiting'), { within: 20_000 });
  expect(child.ended()).toBe(false);
}, 60_000);
