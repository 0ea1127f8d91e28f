import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { sealing } from '../../src/http/signature.ts';
import { freshRedis, privateRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { launched, type Settings, slackWorkspace } from './running.ts';

const secrets = { WATCH_TOKEN: 'the-old-token, the-new-token', REPORTS_SECRET: 'the-secret-of-reports' };
const policyText = `admin: C0ADMIN
alerts:
  watch: { kind: alertmanager, auth: { bearer: env:WATCH_TOKEN } }
  reports: { kind: drift, auth: { hmac: env:REPORTS_SECRET } }
environments:
  production: { registry: mlflow-production, channel: C0PROD, approvals: none }
registries:
  mlflow-production: { kind: mlflow, url: "http://127.0.0.1:9" }
models:
  churn: { owner: U0FIRST, path: [production], opens: never, gates: [{ metric: auc, min: 0.80 }] }
`;

async function company(given?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-alerts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const policy = join(folder, 'policy.yml');
  await writeFile(policy, policyText);
  const redis = given ?? (await freshRedis()).url;
  const slack = await slackWorkspace();
  const running = async (role: Settings['role']) => {
    const one = await launched({ role, redis, slack, env: { ...secrets, SIGNALBOX_POLICY: policy } });
    await until(one.ready, { within: 30_000 });
    return one;
  };
  const shown = (words: string) => slack.seenBy('first').text.split(words).length - 1;
  return { running, shown };
}

function alertmanager(startsAt: unknown = new Date().toISOString()): string {
  const labels = { alertname: 'Slow', model: 'churn', kind: 'latency', severity: 'critical' };
  return JSON.stringify({
    version: '4',
    status: 'firing',
    alerts: [{ status: 'firing', labels, annotations: {}, startsAt, fingerprint: 'f00' }],
  });
}

async function post(port: number, source: string, body: string, headers: Record<string, string>) {
  const answer = await request(`http://127.0.0.1:${port}/webhooks/${source}`, { method: 'POST', body, headers });
  return [answer.statusCode, await answer.body.text()] as const;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('one process for all: who proves to be the source is heard, with the old secret and the new one, and shown', async () => {
  const { running, shown } = await company();
  const { port, child } = await running('all');
  expect(await post(port, 'watch', alertmanager(), bearer('guessed'))).toEqual([401, '']);
  expect(await post(port, 'nobody', alertmanager(), bearer('the-new-token'))).toEqual([404, '']);
  expect(await post(port, 'watch', alertmanager('today'), bearer('the-new-token'))).toEqual([
    400,
    '$.alerts[0].startsAt: is no time',
  ]);
  for (const token of ['the-old-token', 'the-new-token'])
    expect(await post(port, 'watch', alertmanager(), bearer(token))).toEqual([200, '']);
  await until(() => shown('CRITICAL: latency of churn in production') === 1, { within: 20_000 });

  const at = new Date().toISOString();
  const report = { v: 1, kind: 'input-drift', state: 'firing', model: 'churn', environment: 'production', at };
  const body = JSON.stringify(report);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signed = sealing({ timestamp, delivery: 'd', body }, secrets.REPORTS_SECRET);
  expect(await post(port, 'reports', body, signed)).toEqual([200, '']);
  await until(() => shown('WARNING: input drift of churn in production') === 1, { within: 20_000 });
  for (const secret of ['the-old-token', 'the-new-token', secrets.REPORTS_SECRET])
    expect(child.printed()).not.toContain(secret);
}, 60_000);

test('an edge takes alerts and shows nothing; a worker shows what it took, and takes none itself', async () => {
  const { running, shown } = await company();
  const edge = await running('edge');
  expect(await post(edge.port, 'watch', alertmanager(), bearer('the-new-token'))).toEqual([200, '']);
  edge.child.signal('SIGTERM');
  await until(() => edge.child.ended(), { within: 10_000 });
  expect(shown('of churn in production')).toBe(0);

  const worker = await running('worker');
  await until(() => shown('CRITICAL: latency of churn in production') === 1, { within: 20_000 });
  await expect(post(worker.port, 'watch', alertmanager(), bearer('the-new-token'))).rejects.toThrow('ECONNREFUSED');
}, 90_000);

test('rule 13: while Redis does not answer an alert is not taken, and its source is told to come again', async () => {
  const redis = await privateRedis();
  const { running, shown } = await company(redis.url);
  const { port } = await running('all');
  const body = alertmanager();
  const url = `http://127.0.0.1:${port}/webhooks/watch`;
  redis.pause();
  const refused = await request(url, { method: 'POST', body, headers: bearer('the-new-token') });
  await refused.body.dump();
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5']);
  redis.resume();
  await until(async () => (await post(port, 'watch', body, bearer('the-new-token')))[0] === 200, { within: 20_000 });
  await until(() => shown('CRITICAL: latency of churn in production') === 1, { within: 20_000 });
}, 90_000);
