import { expect, test } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import type { OutsideCheck, OutsideChecks } from '../../src/ports-outside.ts';
import type { CommitCheck } from '../../src/release/gate-facts.ts';
import { judging, ofRepository, release } from './judging.ts';

const green: readonly CommitCheck[] = [{ name: 'test', state: 'success', url: null }];
const risk = '{ http: "https://risk.example/check", name: risk, secret: env:RISK_SECRET, timeout: 5s }';
const unreachable = new ReleaseError('check_unreachable');

/** A team's check that always says yes, and what it was asked. */
function agreeing(answer: () => Promise<void> = async () => undefined) {
  const questions: { check: OutsideCheck; document: object }[] = [];
  const checks: OutsideChecks = {
    async ask(check, document) {
      questions.push({ check, document });
      await answer();
      return { status: 'pass', reason: 'fine' };
    },
  };
  return { checks, questions };
}

test('gates that need nothing ask nobody', async () => {
  const { judge, asked } = judging({ gates: ['{ metric: auc, min: 0.80 }'] });
  expect((await judge()).verdicts).toMatchObject([{ status: 'pass' }]);
  expect(asked).toEqual([]);
});

test('what several gates need is asked once', async () => {
  const { checks } = agreeing();
  const { judge, asked } = judging({
    gates: [
      '{ checks: all }',
      '{ checks: [test] }',
      risk,
      risk.replace('risk,', 'risk again,'),
      '{ documented: { artifacts: [errors.csv] } }',
      '{ documented: { artifacts: ["errors.*"] } }',
      '{ from-experiment: growth/churn }',
      '{ from-experiment: "growth/*" }',
    ],
    git: { checks: async () => green },
    checks,
  });
  expect((await judge()).verdicts.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'pass'));
  expect(asked.toSorted()).toEqual(['ask cached', 'checks cached', 'experimentOf', 'runArtifacts']);
});

test('on behalf of a gate that is off nobody is asked', async () => {
  const { judge, asked } = judging({ gates: ['{ checks: all, mode: off, because: "no CI yet" }'] });
  expect((await judge()).verdicts).toMatchObject([{ status: 'off' }]);
  expect(asked).toEqual([]);
});

test('the check sees what approvals are bound to, and is asked with the secret’s value', async () => {
  const { checks, questions } = agreeing();
  const { judge } = judging({ gates: [risk], checks, champion: ofRepository('beef000') });
  await judge();
  expect(questions).toMatchObject([
    {
      check: {
        url: 'https://risk.example/check',
        secret: 'value of env:RISK_SECRET',
        timeoutMs: 5_000,
        private: false,
      },
      document: {
        v: 1,
        kind: 'promotion',
        model: 'churn',
        environment: 'production',
        release,
        candidate: { version: '14', commit: 'c0ffee0', metrics: [{ name: 'auc' }, { name: 'loss' }] },
        champion: { version: '14' },
      },
    },
  ]);
  expect(JSON.stringify(questions.map(({ document }) => document))).not.toContain('RISK_SECRET');
});

test('where nobody has asked for a release, none is named', async () => {
  const { checks, questions } = agreeing();
  await judging({ gates: [risk], checks, judging: { release: null } }).judge();
  expect(questions[0]?.document).not.toHaveProperty('release');
});

test('right before an execution everybody is asked anew, but for what cannot change', async () => {
  const { checks } = agreeing();
  const { judge, asked } = judging({
    gates: ['{ checks: all }', '{ reproducible: true, branch: main }', risk],
    git: { checks: async () => green, reachable: async () => true },
    checks,
    champion: ofRepository('beef000'),
    judging: { fresh: 'fresh' },
  });
  await judge();
  expect(asked.toSorted()).toEqual(['ask fresh', 'between cached', 'checks fresh', 'reachable fresh']);
});

test('at most four are asked at a time', async () => {
  let [now, most] = [0, 0];
  const { checks } = agreeing(async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise(setImmediate);
    now -= 1;
  });
  const gates = Array.from({ length: 12 }, (_, at) => risk.replace('/check', `/${at}`).replace('risk,', `risk ${at},`));
  expect((await judging({ gates, checks }).judge()).verdicts).toHaveLength(12);
  expect(most).toBe(4);
});

test.each([
  ['a team’s check', risk, { checks: { ask: () => Promise.reject(unreachable) } }],
  [
    'a git host',
    '{ checks: all }',
    { git: { checks: () => Promise.reject(new ReleaseError('git_host_rate_limited')) } },
  ],
])('rule 6: an outage of %s is no verdict', async (_, gate, others) => {
  await expect(judging({ gates: ['{ metric: auc, min: 0.80 }', gate], ...others }).judge()).rejects.toThrow(
    ReleaseError,
  );
});

test('where gates hold nothing an outage is told in the place of those that would have asked', async () => {
  const { judge } = judging({
    gates: ['{ metric: auc, min: 0.90 }', risk, '{ not-rolled-back: true }'],
    checks: { ask: () => Promise.reject(unreachable) },
    judging: { outage: 'is-told' },
  });
  expect((await judge()).verdicts).toMatchObject([
    { status: 'fail' },
    { status: 'cannot-tell', gate: 'risk check', reason: unreachable.reply },
    { status: 'pass' },
  ]);
});

test('a bug is no outage', async () => {
  const bug = () => Promise.reject(new TypeError('oops'));
  const { judge } = judging({ gates: [risk], checks: { ask: bug }, judging: { outage: 'is-told' } });
  await expect(judge()).rejects.toThrow(TypeError);
});

test('commits are counted between both sides of one repository', async () => {
  const counted: unknown[] = [];
  const git = {
    async between(...[repository, base, head]: readonly unknown[]) {
      counted.push([repository, base, head]);
      return 7;
    },
  };
  const { judge } = judging({ gates: ['{ metric: auc, min: 0.80 }'], git, champion: ofRepository('beef000') });
  expect((await judge()).commits).toBe(7);
  expect(counted).toEqual([['https://github.com/acme/churn', 'beef000', 'c0ffee0']]);
});

test.each([
  ['nothing is live', { champion: null }],
  ['both are of one commit', { champion: ofRepository('c0ffee0') }],
  ['a commit is none', { champion: ofRepository('HEAD') }],
  ['it is a rollback', { champion: ofRepository('beef000'), judging: { kind: 'rollback' as const } }],
])('commits are not counted where %s', async (_, played) => {
  const { judge, asked } = judging({ gates: ['{ metric: auc, min: 0.80 }'], ...played });
  expect((await judge()).commits).toBeNull();
  expect(asked).toEqual([]);
});

test('a git host that does not answer leaves the count out, and nothing waits for it', async () => {
  const between = () => Promise.reject(new ReleaseError('git_host_unreachable'));
  const { judge } = judging({
    gates: ['{ metric: auc, min: 0.80 }'],
    git: { between },
    champion: ofRepository('beef000'),
  });
  expect(await judge()).toMatchObject({ commits: null, verdicts: [{ status: 'pass' }] });
});

test('another model that has to be live there is looked for in the log, and where nobody looked yet in the registry', async () => {
  const { judge, asked } = judging({ gates: ['{ requires: { model: churn } }'] });
  expect((await judge()).verdicts).toMatchObject([
    { status: 'fail', reason: 'Nothing of `churn` is live in production.' },
  ]);
  expect(asked).toEqual([]);
});

test('a pipeline that does not answer delays, and decides nothing', async () => {
  const { judge } = judging({
    gates: ['{ requires: { pipeline: "https://features.example/deployed" } }'],
    checks: { ask: () => Promise.reject(new ReleaseError('check_unreachable', { host: 'features.example' })) },
  });
  await expect(judge()).rejects.toMatchObject({ code: 'check_unreachable' });
});
