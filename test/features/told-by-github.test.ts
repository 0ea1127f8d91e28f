import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { enter } from '../../sandbox/github/actions/runs.ts';
import { courses } from '../../sandbox/github/actions/world.ts';
import { connectOutsiders } from '../../src/main/outsiders.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { trainerSources } from '../../src/trainers/table.ts';
import { silent } from '../fakes/log.ts';
import { type Logged, register } from '../fakes/registry.ts';
import { memoryTexts } from '../fakes/texts.ts';
import { until } from '../support/until.ts';
import { startedGitHub, tip } from '../trainers/github-actions/on-github.ts';
import { policyText, stage } from './support.ts';

const secret = 'of the webhook';

afterEach(() => vi.unstubAllEnvs());

const logged: Partial<Logged> = {
  metrics: [{ name: 'auc', value: 0.9, dataset: null }],
  run: {
    id: 'run-1',
    status: 'finished',
    startedAt: null,
    endedAt: null,
    user: 'root',
    commit: tip,
    commitAuthor: null,
    branch: null,
    repository: null,
    dirty: false,
    tags: {},
    url: null,
  },
};

/** A release to production whose commit has been training on GitHub for ten minutes. */
async function training() {
  const { server, actions } = await startedGitHub();
  onTestFinished(() => server.stop());
  actions.play = () => ({ course: courses.goesOn });
  vi.stubEnv('TRAIN_TOKEN', 'trains');
  const trainer = `{ github-actions: train.yml, repository: acme/churn, token: env:TRAIN_TOKEN, api: "${server.url}" }`;
  const text = policyText
    .replace(/approvals:\n.*\n.*\n.*exclude: \[requester\]/, 'approvals: none')
    .replace('pattern: deploy-model', `pattern: deploy-code\n    trainer: ${trainer}`);
  const parsed = parsePolicy(text, 'policy.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const time = { now: Date.now };
  const clock = () => time.now();
  const outsiders = connectOutsiders({ policy: parsed.policy, texts: memoryTexts(), clock, log: silent });
  const on = await stage({
    policy: text,
    outsiders,
    trainings: trainerSources['github-actions']({ secrets: [secret] }),
  });
  time.now = () => on.clock.now();
  const files = { 'model.bin': 'weights' };
  register(on.servers.staging, 'churn', { files, at: on.clock.now(), ...logged });
  await on.type('pat', 'promote churn@1 to production because it is better');
  await on.settle(600_000);
  const [release] = await on.store.history(on.lane('production'), 1);
  const [run] = actions.runs;
  if (release === undefined || run === undefined) throw new Error('nothing is trained');
  return {
    on,
    release,
    runs: actions.runs,
    hookAt: (url: string) => {
      actions.hook = { url, secret };
    },
    ends() {
      register(on.servers.prod, 'churn', {
        files,
        at: on.clock.now(),
        ...logged,
        tags: { 'signalbox.release': release },
      });
      enter(actions, 'acme/churn', run, { status: 'completed', conclusion: 'success' });
    },
    waitsMs: async () => ((await on.due.at('look', releaseStream(release))) ?? 0) - on.clock.now(),
    steps: async () =>
      (await on.store.release(release))?.execution?.steps.map(({ kind, status }) => `${kind} ${status}`),
  };
}

test('a training that ends is looked at when GitHub tells so, long before its time', async () => {
  const { on, release, runs, hookAt, ends, waitsMs, steps } = await training();
  expect(await steps()).toContain('start-training done');
  expect(await waitsMs()).toBeGreaterThan(30_000);
  hookAt(`http://127.0.0.1:${on.port}/webhooks/github`);
  ends();
  await until(async () => (await waitsMs()) <= 0, { within: 5_000 });
  await on.settle(10_000);
  expect(await steps()).toContain('await-training done');
  await on.settle(60_000);
  expect((await on.store.release(release))?.trained).toMatchObject({ version: '1', commit: tip });
  expect(runs).toHaveLength(1);
});

test('when the webhook is lost it is found by asking, a minute later at most', async () => {
  const { on, hookAt, ends, steps } = await training();
  hookAt('http://127.0.0.1:9/webhooks/github');
  ends();
  await on.settle(1_000);
  expect(await steps()).not.toContain('await-training done');
  await on.settle(60_000);
  expect(await steps()).toContain('await-training done');
});
