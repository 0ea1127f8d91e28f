import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { manifest } from '../../handlers/manifest.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { policyDigest } from '../../src/policy/active.ts';
import { checkPolicy } from '../../src/policy/parse.ts';
import { laneKey } from '../../src/release/ids.ts';
import { redisPolicyBook } from '../../src/store/policy-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { type Ask, asker, seedVersion } from '../registries/mlflow/seed.ts';
import { connected } from '../store/fixture.ts';
import { mlflow, unique } from '../support/mlflow.ts';
import { freshRedis } from '../support/redis.ts';
import { saved, signalbox } from './calling.ts';

const day = [{ name: 'march', digest: 'digest-of-march', context: 'validation' }];

/** A version whose run logged this AUC on one data set, or no metric at all. */
function seeded(ask: Ask, name: string, auc: number | null) {
  const metrics = auc === null ? [] : [{ key: 'auc', value: auc, dataset: 'march' }];
  return seedVersion(ask, name, { metrics, datasets: day });
}

function alias(ask: Ask, name: string, version: string): Promise<unknown> {
  return ask('POST', '/registered-models/alias', { name, alias: 'champion', version });
}

function policy(url: string, model: string): string {
  return `admin: C0ADMIN
environments:
  production: { registry: main, channel: C0PROD, approvals: [ { from: [U0KIM], min: 1 } ] }
registries:
  main: { kind: mlflow, url: "${url}" }
  other: { kind: mlflow, url: "http://127.0.0.1:1", auth: { bearer: env:NOT_AT_HAND } }
models:
  ${model}:
    owner: U0PAT
    path: [production]
    gates: [ { metric: auc, min: 0.80 }, { improves: auc, by: 0.005 } ]
`;
}

test('a run on a real server is judged in a process with a policy file and nothing else: 0, 1, and 2', async () => {
  const { url } = await mlflow('staging');
  const [ask, name, training] = [asker(url), unique('ci'), unique('training')];
  const live = await seeded(ask, name, 0.86);
  await alias(ask, name, live.version);
  const [better, silent] = [await seeded(ask, training, 0.87), await seeded(ask, training, null)];
  const env = { SIGNALBOX_POLICY: await saved(policy(url, name)) };
  const judge = (run: string, ...more: string[]) => signalbox(env, 'check', '--run', run, '--model', name, ...more);

  const good = await judge(better.run, '--to', 'production', '--json');
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(good.out)).toMatchObject({
    v: 1,
    run: better.run,
    version: null,
    live: live.version,
    passed: true,
    log: false,
    approvals: null,
    verdicts: [{ status: 'pass' }, { status: 'pass' }],
  });
  const bad = await judge(silent.run);
  expect(bad).toMatchObject({ code: 1, out: expect.stringContaining('It would be blocked: 2 of 2 gates') });
  expect(await judge('0'.repeat(32))).toMatchObject({ code: 2, out: expect.stringContaining('There is no run') });
  expect(await signalbox(env, 'check', `${name}@${live.version}`)).toMatchObject({
    out: expect.stringContaining('It would not be opened. '),
  });
  const gone = { SIGNALBOX_POLICY: await saved(policy('http://127.0.0.1:1', name)) };
  expect(await signalbox(gone, 'check', `${name}@1`)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('does not answer. Try again.'),
  });
});

test('a policy is simulated without being anybody’s, and what is wrong with a call is said: 0, 1 and 2', async () => {
  const { url } = await mlflow('staging');
  const [ask, name] = [asker(url), unique('simulated')];
  const { version } = await seeded(ask, name, 0.84);
  const [now, stricter] = [policy(url, name), policy(url, name).replace('min: 0.80', 'min: 0.85')];
  const simulate = async (text: string) => signalbox({}, 'policy', 'simulate', await saved(text), `${name}@${version}`);
  expect(await simulate(now)).toMatchObject({ code: 0, out: expect.stringContaining('Nothing of 2 gates') });
  expect(await simulate(stricter)).toMatchObject({ code: 1, out: expect.stringContaining('needs ≥ 0.85') });
  expect(await simulate('admin: here\n')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('policy.yml:1'),
  });
  expect(await signalbox({}, 'check', 'churn@1')).toMatchObject({
    code: 2,
    err: expect.stringContaining('SIGNALBOX_POLICY'),
  });
  expect(await signalbox({}, 'check')).toMatchObject({ code: 2, err: expect.stringContaining('--run ID --model') });
});

test('a job asks for a release in a process of its own, twice for one, with what it says in JSON', async () => {
  const [{ url }, redis] = await Promise.all([mlflow('staging'), freshRedis()]);
  const [ask, name] = [asker(url), unique('asked')];
  const { version } = await seeded(ask, name, 0.9);
  const slack = await startWorkspace({
    people: [
      { id: 'U0PAT', name: 'pat' },
      { id: 'U0KIM', name: 'kim' },
    ],
    groups: [],
    channels: [{ id: 'C0PROD', name: 'prod', people: ['pat', 'kim'] }],
    seed: 7,
    manifest: manifest({ transport: 'http' }),
  });
  onTestFinished(() => slack.close());
  const db = await connected(redis.url);
  const text = policy(url, name);
  await redisPolicyBook(db).propose(text, policyDigest(text), 0);
  const env = { REDIS_URL: redis.url, SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl };
  const job = ['request', `${name}@${version}`, '--for', 'pat@corp.example', '--because', 'a better model', '--json'];
  const [first, second] = [await signalbox(env, ...job), await signalbox(env, ...job)];
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(first.out)).toMatchObject({ outcome: 'opened', phase: 'gathering', channel: 'C0PROD' });
  expect(JSON.parse(second.out).release).toBe(JSON.parse(first.out).release);
  const { open } = await redisStore(db).lane(laneKey(name, 'production'));
  expect(open).toHaveLength(1);
  expect(await signalbox({ REDIS_URL: redis.url }, ...job)).toMatchObject({
    code: 2,
    err: expect.stringContaining('SLACK_BOT_TOKEN is missing'),
  });
});

test('a first policy for what a real server holds: by alias, by stage, by neither; nothing is overwritten', async () => {
  const { url } = await mlflow('staging');
  const [ask, word] = [asker(url), unique('found')];
  const [aliased, staged, plain, odd] = [`${word}-aliased`, `${word}-staged`, `${word}-plain`, `${word} odd`];
  for (const name of [aliased, staged, plain, odd]) await seeded(ask, name, 0.9);
  await alias(ask, aliased, '1');
  await ask('POST', '/model-versions/transition-stage', { name: staged, version: '1', stage: 'Production' });

  const out = join(dirname(await saved('')), 'drafted.yml');
  const made = await signalbox({}, 'init', '--registry', url, '--out', out);
  expect(made.code).toBe(0);
  expect(made.out).toMatch(new RegExp(`^${aliased} +champion +v1$`, 'm'));
  expect(made.out).toMatch(new RegExp(`^${staged} +Production stage +v1$`, 'm'));
  expect(made.out).toMatch(new RegExp(`^${plain} +nothing$`, 'm'));
  expect(made.out).toMatch(
    /^\d+ models: \d+ with the alias champion, \d+ only in the stage Production, \d+ with neither\.$/m,
  );

  const text = await readFile(out, 'utf8');
  expect(text).toContain(
    `  ${staged}: { owner: platform, path: [production], mode: observe }   # v1 is live; who owns it?`,
  );
  expect(text).toContain(`#   ${odd}\n`);
  const again = await signalbox({}, 'init', '--registry', url, '--out', out);
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('is there already and stays as it is') });
  expect(await readFile(out, 'utf8')).toBe(text);

  const asked = checkPolicy(text, 'drafted.yml', Date.now());
  expect(asked.map(({ line }) => text.split('\n')[line - 1]?.trim().split(':')[0])).toEqual([
    'admin',
    'platform',
    'channel',
  ]);
  const answered = text
    .replace('admin: write-a-channel-id', 'admin: C0ADMIN')
    .replace('write-a-member-id', 'U0PAT')
    .replace('channel: write-a-channel-id', 'channel: C0PROD');
  expect(checkPolicy(answered, 'answered.yml', Date.now())).toEqual([]);
});

test('init gets in as MLflow’s own client does, and says what is missing', async () => {
  const { url, admin } = await mlflow('basic-auth');
  const login = { MLFLOW_TRACKING_USERNAME: admin?.username ?? '', MLFLOW_TRACKING_PASSWORD: admin?.password ?? '' };
  const made = await signalbox(login, 'init', '--registry', url);
  expect(made.code).toBe(0);
  expect(made.out).toContain('auth: { basic: { user: "admin", password: env:MLFLOW_TRACKING_PASSWORD } }');
  expect(made.out).not.toContain(admin?.password);
  expect(await signalbox({}, 'init', '--registry', url)).toMatchObject({
    code: 1,
    err: expect.stringContaining('credentials'),
  });
  expect(await signalbox({ MLFLOW_TRACKING_USERNAME: 'admin' }, 'init', '--registry', url)).toMatchObject({
    code: 2,
    err: expect.stringContaining('belong together'),
  });
  expect(await signalbox({}, 'init')).toMatchObject({ code: 2, err: expect.stringContaining('Name the address') });
});
