import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../../sandbox/processes.ts';
import { asker, seedVersion } from '../registries/mlflow/seed.ts';
import { mlflow, unique } from '../support/mlflow.ts';
import { freshRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Guarded, guarded } from './guarded.ts';
import { launched, main, slackWorkspace } from './running.ts';

const tokens = {
  staging: { full: 'staging-full-token', read: 'staging-read-token' },
  production: { full: 'production-full-token', read: 'production-read-token' },
};

function policyOf(model: string, staging: Guarded, production: Guarded): string {
  return `admin: C0ADMIN
environments:
  staging: { registry: mlflow-staging, channel: C0STAGING, approvals: none, watch: 1m }
  production: { registry: mlflow-production, channel: C0PROD, approvals: none, watch: 1m }
registries:
  mlflow-staging:
    kind: mlflow
    url: "${staging.url}"
    auth: { bearer: env:STAGING_TOKEN }
    read: { bearer: env:STAGING_READ_TOKEN }
  mlflow-production: { kind: mlflow, url: "${production.url}", auth: { bearer: env:PRODUCTION_TOKEN } }
models:
  ${model}: { owner: U0PAT, path: [staging, production], opens: never, gates: [{ metric: auc, min: 0.80 }] }
`;
}

async function company() {
  const model = unique('limited');
  const servers = { staging: await mlflow('staging'), production: await mlflow('production') };
  const staging = await guarded(servers.staging.url, tokens.staging);
  const production = await guarded(servers.production.url, tokens.production);
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-limited-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const policy = join(folder, 'policy.yml');
  await writeFile(policy, policyOf(model, staging, production));
  await seedVersion(asker(servers.staging.url), model, { metrics: [{ key: 'auc', value: 0.9 }] });
  const champion = async (environment: 'staging' | 'production') => {
    const ask = asker(servers[environment].url);
    const found = await ask('GET', `/registered-models/alias?name=${model}&alias=champion`).catch(() => null);
    return found !== null;
  };
  return { model, staging, production, policy, champion };
}

test('a worker for each environment, with no secret of the other: a release goes along the path, and each server sees only who may come', async () => {
  const { model, staging, production, policy, champion } = await company();
  const redis = (await freshRedis()).url;
  const slack = await slackWorkspace();
  const common = { SIGNALBOX_POLICY: policy };
  const own = {
    staging: { SIGNALBOX_ENVIRONMENTS: 'staging', STAGING_TOKEN: tokens.staging.full },
    production: {
      SIGNALBOX_ENVIRONMENTS: 'production',
      PRODUCTION_TOKEN: tokens.production.full,
      STAGING_READ_TOKEN: tokens.staging.read,
    },
  };
  const start = (role: 'edge' | 'worker', env: Readonly<Record<string, string>>) =>
    launched({ role, redis, slack, env: { ...common, ...env } });
  const edge = await start('edge', own.staging);
  const workers = [await start('worker', own.staging), await start('worker', own.production)];
  for (const { ready } of [edge, ...workers]) await until(ready, { within: 30_000 });
  slack.sendTo(`http://127.0.0.1:${edge.port}/slack/events`);

  await slack.as('pat').command('staging', '/mlops', `promote ${model}@1 to staging`);
  const isLive = (where: string) => () => slack.seenBy('pat').text.includes(`Live, watching: ${model} v1 in ${where}`);
  await until(isLive('staging'), { within: 60_000, every: 200 });
  expect([await champion('staging'), await champion('production')]).toEqual([true, false]);

  await slack.as('pat').command('prod', '/mlops', `check ${model}@1 to production`);
  await until(() => slack.seenBy('pat').text.includes('no login for that environment'), { within: 10_000 });

  await slack.as('pat').command('prod', '/mlops', `promote ${model}@1 to production`);
  await until(isLive('production'), { within: 60_000, every: 200 });
  expect(await champion('production')).toBe(true);
  for (const { child, page } of [edge, ...workers]) {
    expect(child.ended()).toBe(false);
    for (const { full, read } of Object.values(tokens))
      for (const token of [full, read]) expect(child.printed()).not.toContain(token);
    expect((await page('/readyz')).status).toBe(200);
  }
  expect([...staging.seen].sort()).toEqual(expect.arrayContaining(['full GET', 'full POST', 'read GET']));
  expect([...staging.seen, ...production.seen].filter((one) => one.startsWith('nobody'))).toEqual([]);
  expect([...staging.seen]).not.toEqual(expect.arrayContaining(['read PATCH', 'read PUT', 'read DELETE']));
  expect([...production.seen].filter((one) => !one.startsWith('full'))).toEqual([]);
}, 240_000);

test('what keeps a limited process from starting is said all at once', async () => {
  const { policy } = await company();
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'abc',
    REDIS_URL: 'redis://127.0.0.1:1',
    SIGNALBOX_POLICY: policy,
    SIGNALBOX_ENVIRONMENTS: 'prod, production',
  };
  const said = await run(process.execPath, [main], { env }).catch((error: Error) => error.message);
  expect(said).toContain('ended with 1:');
  for (const problem of [
    'SIGNALBOX_ENVIRONMENTS names prod, which the policy does not have. Write of staging, production.',
    'PRODUCTION_TOKEN is missing',
    'STAGING_READ_TOKEN is missing',
  ])
    expect(said).toContain(problem);
  expect(said).not.toContain('STAGING_TOKEN is missing');
}, 60_000);
