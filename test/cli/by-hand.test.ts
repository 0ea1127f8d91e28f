import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Ask, asker, seedVersion } from '../registries/mlflow/seed.ts';
import { mlflow, unique } from '../support/mlflow.ts';
import { type Ended, saved, signalbox } from './calling.ts';

const nowhere = 'redis://127.0.0.1:1';
const settings = { REDIS_URL: nowhere, SLACK_BOT_TOKEN: 'xoxb-not-asked' };

interface Here {
  readonly url: string;
  readonly model: string;
  /** Lines of the production environment. */
  readonly here?: string;
  readonly auth?: string;
  readonly staging?: string;
}

function policy({ url, model, here = '', auth = 'none', staging = url }: Here): string {
  return `admin: C0ADMIN
environments:
  staging: { registry: first, channel: C0STAGING, approvals: none, name: "{model}-staging" }
  production:
    registry: main
    channel: C0PROD
    approvals: [ { from: [U0KIM], min: 1 } ]
${here}registries:
  first: { kind: mlflow, url: "${staging}" }
  main: { kind: mlflow, url: "${url}", auth: ${auth} }
models:
  ${model}: { owner: U0PAT, path: [staging, production] }
`;
}

/** What somebody does who types what was printed, line by line. */
function typed({ out }: Ended, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const shell = execFile('sh', ['-e', '-c', out], { env }, (_error, told, err) => {
      resolve({ code: shell.exitCode ?? -1, out: told, err });
    });
  });
}

const Model = z.object({
  registered_model: z.object({ aliases: z.array(z.object({ alias: z.string(), version: z.string() })).default([]) }),
});

async function aliases(ask: Ask, name: string): Promise<Readonly<Record<string, string>>> {
  const { registered_model: model } = Model.parse(await ask('GET', `/registered-models/get?name=${name}`));
  return Object.fromEntries(model.aliases.map(({ alias, version }) => [alias, version]));
}

async function versions(ask: Ask, name: string, count: number): Promise<readonly string[]> {
  const all: string[] = [];
  for (let at = 0; at < count; at++) all.push((await seedVersion(ask, name)).version);
  return all;
}

function point(ask: Ask, name: string, alias: string, version: string): Promise<unknown> {
  return ask('POST', '/registered-models/alias', { name, alias, version });
}

test('without Redis a rollback prints what to type, and typed it moves the real registry: alias, then stage, read back', async () => {
  const { url } = await mlflow('staging');
  const [ask, model] = [asker(url), unique('hand')];
  await versions(ask, model, 2);
  await point(ask, model, 'champion', '2');
  await point(ask, model, 'previous', '1');
  await ask('POST', '/model-versions/transition-stage', { name: model, version: '2', stage: 'Production' });
  const file = await saved(policy({ url, model, here: '    stage: Production\n' }));
  const env = { ...settings, SIGNALBOX_POLICY: file };
  const told = await signalbox(env, 'rollback', model, '--because', 'errors rose');
  expect(told.code).toBe(2);
  expect(told.err).toContain('nothing was written down');
  expect(told.out).toContain(`# ${model} in production, on main: back from v2 to v1.`);
  expect(told.out).toContain('nothing on v1 says that a release ever made it live here');
  expect(told.out).toContain('Adopt…');
  const done = await typed(told);
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining('"alias": "champion"') });
  expect(await aliases(ask, model)).toEqual({ champion: '1', previous: '1' });
  const staged = await ask('GET', `/model-versions/get?name=${model}&version=1`);
  expect(staged).toMatchObject({ model_version: { current_stage: 'Production' } });
  const again = await signalbox(env, 'rollback', model, '--because', 'errors rose');
  expect(again).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Name the version') });
});

test('a promotion by hand takes the version that a release made there of it, with the login by the name of its variable', async () => {
  const [{ url, admin }, first] = await Promise.all([mlflow('basic-auth'), mlflow('staging')]);
  const { username = '', password = '' } = admin ?? {};
  const [ask, model] = [
    asker(url, `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`),
    unique('hand'),
  ];
  const staging = asker(first.url);
  await versions(staging, `${model}-staging`, 2);
  await versions(ask, model, 2);
  await point(ask, model, 'champion', '1');
  const auth = `{ basic: { user: "${username}", password: env:PROD_PASSWORD } }`;
  const file = await saved(policy({ url, model, auth, staging: first.url }));
  const env = { ...settings, SIGNALBOX_POLICY: file, PROD_PASSWORD: password };
  const ahead = await signalbox(env, 'promote', `${model}@2`, '--to', 'production', '--by-hand');
  expect(ahead).toMatchObject({ code: 2, out: '', err: expect.stringContaining('nothing copies or trains it') });
  const key = 'signalbox.source';
  await ask('POST', '/model-versions/set-tag', { name: model, version: '2', key, value: `first/${model}-staging/2` });
  const told = await signalbox(env, 'promote', `${model}@2`, '--to', 'production', '--by-hand');
  expect(told).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Nobody checked gates') });
  expect(told.out).toContain(`-u '${username}:'"$PROD_PASSWORD"`);
  expect(told.out).not.toContain(password);
  expect((await typed(told)).code).not.toBe(0);
  expect(await typed(told, { PROD_PASSWORD: password })).toMatchObject({ code: 0 });
  expect(await aliases(ask, model)).toEqual({ champion: '2', previous: '1' });
});

test.each([
  [['rollback', 'MODEL', '--in', 'moon', '--by-hand'], 'It has no moon. Its environments: staging, production.'],
  [['rollback', 'MODEL', '--by-hand'], 'Nothing of it is live anywhere.'],
  [['rollback', 'MODEL', '--in', 'production', '--by-hand'], 'Nothing of it is live in production.'],
  [['promote', 'MODEL@1', '--by-hand'], 'Name the environment: --to staging or --to production.'],
  [['promote', 'MODEL@7', '--to', 'staging', '--by-hand'], 'There is no v7 of MODEL-staging on first.'],
  [['rollback', 'nobody', '--by-hand'], 'The policy knows no nobody. Known: MODEL.'],
])('%j prints no calls', async (words, why) => {
  const { url } = await mlflow('staging');
  const model = unique('hand');
  await versions(asker(url), `${model}-staging`, 1);
  const env = { SIGNALBOX_POLICY: await saved(policy({ url, model })) };
  const told = await signalbox(env, ...words.map((word) => word.replace('MODEL', model)));
  expect(told).toEqual({ code: 2, out: '', err: `${why.replaceAll('MODEL', model)}\n` });
});

test('without a policy file there is nothing to print, and it says what is missing', async () => {
  expect(await signalbox(settings, 'rollback', 'churn', '--because', 'x')).toMatchObject({
    code: 2,
    err: expect.stringContaining('set SIGNALBOX_POLICY'),
  });
  expect(await signalbox(settings, 'pause', 'production', '--because', 'x')).toMatchObject({
    code: 2,
    err: expect.stringContaining('cannot reach its database'),
  });
});
