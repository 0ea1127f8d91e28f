import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { manifest } from '../../handlers/manifest.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { policyDigest } from '../../src/policy/active.ts';
import { redisPolicyBook } from '../../src/store/policy-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { changedRich, growth, platform } from '../policy/rich.ts';
import { batch, id, opened, story } from '../store/events.ts';
import { connected } from '../store/fixture.ts';
import { freshRedis } from '../support/redis.ts';

const cli = join(import.meta.dirname, '../../src/cli.ts');

function policyCli(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  return new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((resolve) => {
    const child = execFile(process.execPath, [cli, 'policy', ...args], { env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

/** The rich policy on disk, each file as it is or as it is given; answers with the root file's path. */
async function onDisk(root = platform, team = growth): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-cli-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'teams'));
  await writeFile(join(folder, 'policy.yaml'), root);
  await writeFile(join(folder, 'teams/growth.yaml'), team);
  return join(folder, 'policy.yaml');
}

test('check reads the files of teams too, and names each problem with its own file', async () => {
  const right = await onDisk();
  expect(await policyCli({}, 'check', right)).toEqual({ code: 0, out: `${right} is a valid policy.\n`, err: '' });
  const wrong = await onDisk(platform, growth.replace('max: 40', 'max: 60'));
  const told = await policyCli({}, 'check', wrong);
  expect(told.code).toBe(1);
  expect(told.out).toContain(
    wrong.replace('policy.yaml', 'teams/growth.yaml:11: `{ latency: p95_ms, max: 60 }` is looser'),
  );
});

test('check --explain says what holds in every lane, and from where', async () => {
  const file = await onDisk();
  const { code, out } = await policyCli({}, 'check', file, '--explain');
  expect(code).toBe(0);
  expect(out).toMatch(/^churn in production$/m);
  expect(out).toMatch(/gate reproducible +\{ reproducible: true \} +profile team/);
  expect(out).toContain('teams/growth.yaml:15');
});

test('check --slack without a token says what it needs', async () => {
  expect(await policyCli({}, 'check', await onDisk(), '--slack')).toMatchObject({
    code: 2,
    err: expect.stringContaining('SLACK_BOT_TOKEN is missing'),
  });
});

test('explain reads a file, or the active policy', async () => {
  const file = await onDisk();
  const ofFile = await policyCli({}, 'explain', 'fraud', '--file', file);
  expect(ofFile).toMatchObject({ code: 0, out: expect.stringContaining('fraud in production') });
  const { url } = await freshRedis();
  const none = await policyCli({ REDIS_URL: url }, 'explain', 'fraud');
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining('no active policy') });
  const text = changedRich();
  await redisPolicyBook(await connected(url)).propose(text, policyDigest(text), 0);
  const active = await policyCli({ REDIS_URL: url }, 'explain', 'churn', 'production');
  expect(active.out).toMatch(/approvals +1 of growth-leads +teams\/growth.yaml:15/);
  expect(await policyCli({}, 'explain', 'frud', '--file', file)).toMatchObject({
    code: 2,
    err: expect.stringContaining('Did you mean fraud?'),
  });
  expect(await policyCli({}, 'explain', 'fraud', 'staging', '--file', file)).toMatchObject({
    code: 2,
    err: expect.stringContaining('Its path is production.'),
  });
});

test('diff says what changes, and without a Redis what it cannot say', async () => {
  const [old, changed] = [await onDisk(), await onDisk(platform.replace('min: 0.80', 'min: 0.85'))];
  expect(await policyCli({}, 'diff', old, changed)).toEqual({
    code: 0,
    out: `fraud in production changes
  - gate: { metric: auc, min: 0.8 }
  + gate: { metric: auc, min: 0.85 }
Set REDIS_URL to see which open releases would lose approvals.
`,
    err: '',
  });
  expect((await policyCli({}, 'diff', old, old)).out).toContain('Nothing changes for any model.');
  const { url } = await freshRedis();
  const store = redisStore(await connected(url));
  await store.append(batch(id(14), 0, [opened(14), ...story(14).slice(0, 1).flat()]));
  const diff = () => policyCli({ REDIS_URL: url }, 'diff', old, changed);
  expect((await diff()).out).toContain('No open release would lose approvals.');
  await store.append(batch(id(14), 2, story(14).slice(1, 2).flat()));
  expect((await diff()).out).toMatch(/^would lose 1 approval: .*r-0000000014 .*v14 +review/m);
  expect(await policyCli({}, 'diff', old)).toMatchObject({ code: 2, err: expect.stringContaining('OLD NEW') });
  expect((await policyCli({}, 'diff', old, '/nowhere.yaml')).err).toContain('cannot be read');
});

test('check --slack names the approvals that depend on one person, and those that nobody can give', async () => {
  const slack = await startWorkspace({
    manifest: manifest({ transport: 'http' }),
    people: ['pat', 'sam', 'kim'].map((name) => ({
      id: `U0${name.toUpperCase()}`,
      name,
      email: `${name}@corp.example`,
    })),
    channels: [],
  });
  onTestFinished(() => slack.close());
  const check = async (groups: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-cli-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'policy.yaml');
    await writeFile(
      file,
      `admin: C0ADMIN
groups: ${groups}
environments: { production: { registry: m, channel: C0P, approvals: [{ from: [reviewers], min: 1 }, { from: [platform], min: 1 }] } }
registries: { m: { kind: mlflow, url: "https://m.example" } }
models: { churn: { owner: U0PAT, path: [production] }, fraud: { owner: U0PAT, path: [production] } }
`,
    );
    return policyCli({ SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl }, 'check', file, '--slack');
  };
  const one = await check('{ reviewers: [U0PAT, "sam@corp.example"], platform: [U0KIM] }');
  expect(one).toMatchObject({ code: 0, err: '' });
  expect(one.out).toContain(
    'production: 1 of reviewers, 1 of platform (churn, fraud): one departure breaks it: U0KIM.',
  );
  const nobody = await check('{ reviewers: [U0PAT, U0SAM], platform: [U0GONE] }');
  expect(nobody).toMatchObject({ code: 1, out: expect.stringContaining('nobody can give this now') });
  const enough = await check('{ reviewers: [U0PAT, U0SAM], platform: [U0KIM, U0SAM] }');
  expect(enough).toMatchObject({ code: 0, out: expect.stringContaining('No approval depends on one person alone.') });
});
