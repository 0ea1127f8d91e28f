import { mkdir } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { machinery } from '../../src/main/machinery.ts';
import { secretFrom } from '../../src/main/needs.ts';
import { outsideChecks } from '../../src/outside-checks/outside-checks.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { laneKey, Version } from '../../src/release/ids.ts';
import { someRelease } from '../contracts/some-release.ts';
import { silent } from '../fakes/log.ts';
import { policiesOf } from '../fakes/policies.ts';
import { until } from '../support/until.ts';
import { commandWorld, emptyFolder } from '../trainers/command/world.ts';
import { startedGitHub, tip } from '../trainers/github-actions/on-github.ts';

const soon = () => ({ deadline: Date.now() + 20_000 });

afterEach(() => vi.unstubAllEnvs());

/** A policy with one model that is trained in staging and in production, as these say. */
function written(staging: string, production = staging, more = ''): string {
  return `admin: C0ADMIN
environments:
  staging:
    registry: main
    channel: C0STAGING
    approvals: none
    log-level: DEBUG
    variables: { TALLY: env:TALLY_FOLDER, PLAIN: "plain text" }
    trainer: ${staging}
  production: { registry: main, name: "prod-{model}", channel: C0PROD, approvals: none, trainer: ${production}${more} }
registries:
  main: { kind: mlflow, url: "http://127.0.0.1:5000" }
models:
  goes-on: { owner: U0ADA, path: [staging, production], pattern: deploy-code }
`;
}

/** Machinery that follows policies, one after the other. */
function following(limits: readonly string[] | null = null) {
  const made = machinery({
    checks: outsideChecks({ now: Date.now, newId: () => 'id' }),
    clock: Date.now,
    log: silent,
  });
  function follow(policyText: string) {
    const parsed = parsePolicy(policyText, 'policy.yaml');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const policies = policiesOf(policyText);
    made.follow(policies, limits, secretFrom(parsed.policy, { environments: limits, works: true }));
    return (environment: string) => {
      const lane = policies.lane('goes-on', environment);
      if (lane === null) throw new Error(`no lane in ${environment}`);
      return lane;
    };
  }
  return { ...made, follow };
}

const present = <T>(value: T | null): T => {
  if (value === null) throw new Error('the policy names none');
  return value;
};

/** A repository with a program that trains, whose folder of marks is this environment's secret. */
async function byCommand() {
  const root = await emptyFolder();
  const world = await commandWorld(root);
  const { repository, path, variables } = world.options;
  vi.stubEnv('TALLY_FOLDER', variables['TALLY'] ?? '');
  const trainer = async (folder: string, more = '') => {
    await mkdir(`${root}/${folder}`, { recursive: true });
    const argv = JSON.stringify([process.execPath, 'train.mjs', '{model}', '{release}-{attempt}']);
    return `{ command: ${argv}, repository: ${JSON.stringify(repository)}, folder: ${root}/${folder}, path: "${path}"${more} }`;
  };
  return { ...world, trainer };
}

test('a command trains as the policy says, with what its environment sets, and its secrets are not shown', async () => {
  const on = await byCommand();
  const { follow, trainer: of } = following();
  const lane = follow(written(await on.trainer('one')));
  expect(present(lane('staging').trainer)['variables']).toMatchObject({
    LOG_LEVEL: 'DEBUG',
    TALLY: 'env:TALLY_FOLDER',
  });
  const trainer = present(of(lane('staging')));
  const order = on.order('goes-on');
  const { ref } = await trainer.start(order, soon());
  await until(() => on.trained(order) === 1);
  expect(await trainer.find(order, soon())).toBe(ref);
  expect(await trainer.look(ref, soon())).toMatchObject({ kind: 'running' });
  await trainer.cancel(ref, soon());
  await until(async () => (await trainer.look(ref, soon())).kind === 'cancelled', { within: 15_000 });
  const log = present(await trainer.log(ref, soon()));
  expect(await text(log.content)).toContain('epoch 1 of 3');
}, 40_000);

test('a training under way is not disturbed by another policy: a new limit leaves it where it is, another place is followed where it was', async () => {
  const on = await byCommand();
  const { follow, trainer: of } = following();
  const first = follow(written(await on.trainer('one')))('staging');
  const order = on.order('goes-on');
  const { ref } = await present(of(first)).start(order, soon());

  const limited = present(of(follow(written(await on.trainer('one', ', timeout: 2h')))('staging')));
  expect(await limited.look(ref, soon())).toMatchObject({ kind: 'running' });
  expect(await limited.start(order, soon())).toEqual({ ref, already: true });

  const moved = present(of(follow(written(await on.trainer('two')))('staging')));
  expect(await moved.look(ref, soon())).toMatchObject({ kind: 'running' });
  const next = { ...order, release: someRelease() };
  const second = await moved.start(next, soon());
  expect([second.already, second.ref.split('.')[0] === ref.split('.')[0]]).toEqual([false, false]);
  for (const one of [ref, second.ref]) await moved.cancel(one, soon());
  for (const one of [ref, second.ref])
    await until(async () => (await moved.look(one, soon())).kind === 'cancelled', { within: 15_000 });

  const other = following();
  const after = present(other.trainer(other.follow(written(await on.trainer('two')))('staging')));
  await expect(after.look(ref, soon())).rejects.toMatchObject({ code: 'trainer_replaced', retry: true });
  expect(await after.look(second.ref, soon())).toMatchObject({ kind: 'cancelled' });
}, 60_000);

async function onGitHub() {
  const { server, actions } = await startedGitHub();
  onTestFinished(() => server.stop());
  vi.stubEnv('TRAIN_TOKEN', 'trains');
  vi.stubEnv('TALLY_FOLDER', '/nowhere');
  const trainer = (more = '') =>
    `{ github-actions: train.yml, repository: acme/churn, token: env:TRAIN_TOKEN, api: "${server.url}"${more} }`;
  return { server, actions, trainer };
}

test('what a trainer is in doubt about outlives another policy: nothing is started twice', async () => {
  const { actions, trainer } = await onGitHub();
  const { follow, trainer: of } = following();
  actions.play = () => ({ course: [{ status: 'queued' }], answer: 'lost', hiddenFor: 100 });
  const order = {
    release: someRelease(),
    attempt: 1,
    model: 'goes-on',
    environment: 'staging',
    commit: tip,
  };
  const start = (policyText: string) => present(of(follow(policyText)('staging'))).start(order, soon());
  await expect(start(written(trainer()))).rejects.toMatchObject({ code: 'training_outcome_unknown' });
  await expect(start(`${written(trainer())}# changed\n`)).rejects.toMatchObject({ code: 'training_outcome_unknown' });
  expect(actions.runs).toHaveLength(1);
});

test('commits are named where the code lies; of a job nobody can tell', async () => {
  const on = await byCommand();
  const github = await onGitHub();
  const { follow, commit } = following();
  vi.stubEnv('TALLY_FOLDER', '/nowhere');
  const lane = follow(written(await on.trainer('one'), github.trainer()));
  expect(await commit(lane('staging'), 'main', soon())).toBe(on.commit);
  expect(await commit(lane('production'), 'main', soon())).toBe(tip);
  expect(await commit(lane('production'), 'v9', soon())).toBeNull();
  vi.stubEnv('JOB_TOKEN', 'token');
  const job = '{ databricks-job: "12", host: "https://acme.cloud.databricks.com", auth: { token: env:JOB_TOKEN } }';
  expect(await commit(follow(written(job))('staging'), 'main', soon())).toBeNull();
  expect(present(following().follow(written(job))('staging').trainer).kind).toBe('databricks-job');
});

test('what serves and what validates is made from the policy, once; a lane of another environment has to be asked elsewhere', async () => {
  const github = await onGitHub();
  vi.stubEnv('DEPLOY', 'a-secret');
  const more =
    ', serving: { http: "http://127.0.0.1:9", secret: env:DEPLOY }, validate: { http: "http://127.0.0.1:9/check", private: allow }';
  const policyText = written(github.trainer(), github.trainer(), more);
  const all = following();
  const lane = all.follow(policyText);
  expect([all.serving(lane('staging')), all.validator(lane('staging'))]).toEqual([null, null]);
  expect(present(all.serving(lane('production'))).kind).toBe('http');
  expect(all.serving(lane('production'))).toBe(all.serving(lane('production')));
  const validator = present(all.validator(lane('production')));
  expect(validator.kind).toBe('http');
  const order = { release: someRelease(), attempt: 1, model: 'goes-on', environment: 'production', commit: '' };
  const { ref } = await validator.start({ ...order, purpose: 'validate', version: Version.parse('7') }, soon());
  await expect(validator.look(ref, soon())).rejects.toMatchObject({ code: 'check_unreachable' });

  vi.stubEnv('DEPLOY', '');
  const limited = following(['staging']);
  const there = limited.follow(policyText);
  expect(present(limited.trainer(there('staging'))).kind).toBe('github-actions');
  for (const ask of [limited.trainer, limited.validator, limited.serving])
    expect(() => ask(there('production'))).toThrow(expect.objectContaining({ code: 'environment_elsewhere' }));
  await expect(limited.commit(there('production'), 'main', soon())).rejects.toMatchObject({
    details: { lane: laneKey('goes-on', 'production') },
  });
});
