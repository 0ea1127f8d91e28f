import { expect, test } from 'vitest';
import { withoutPeople } from '../../src/cli/desk-parts.ts';
import { type Judging, judgeAt } from '../../src/cli/judging.ts';
import { noLog } from '../../src/cli/no-log.ts';
import { loggedNothing, logRun } from '../fakes/registry.ts';
import { liveVersion, productionPolicy, registered } from '../features/gated.ts';
import { type Stage, stage } from '../features/support.ts';
import { deskOn, heard } from './calling.ts';

const gates = ['{ metric: auc, min: 0.80 }', '{ improves: auc, by: 0.005 }'];

async function production(written: Parameters<typeof productionPolicy>[0] = { gates }) {
  const text = productionPolicy(written);
  const on = await stage({ policy: text });
  return { on, desk: await deskOn(on, text) };
}

function asked(typed: string, more: Partial<Judging> = {}): Judging {
  return { model: 'churn', typed, run: null, environment: undefined, file: null, json: false, ...more };
}

function logged(on: Stage, id: string, auc: number | null): void {
  const run = {
    id,
    status: 'finished' as const,
    startedAt: 1,
    endedAt: 2,
    user: 'pat',
    commit: null,
    commitAuthor: null,
    branch: null,
    repository: null,
    dirty: false,
    tags: {},
    url: null,
  };
  const dataset = { name: 'march', digest: 'march' };
  const metrics = auc === null ? [] : [{ name: 'auc', value: auc, dataset }];
  logRun(on.servers.prod, id, { logged: { ...loggedNothing, run, metrics }, files: { 'model.bin': id } });
}

test.each([
  [0.91, 0, 'Nothing of 2 gates keeps it back.', '✓ pass'],
  [0.5, 1, 'It would be blocked: 1 of 2 gates would not pass.', '✗ fail'],
])('a version with auc %d ends with %d', async (auc, code, outcome, mark) => {
  const { on, desk } = await production();
  const version = registered(on, auc);
  const told = await heard(() => judgeAt(desk, asked(`churn@v${version}`)));
  expect(told.code).toBe(code);
  for (const words of [
    'Check: churn production v1 → production. Nothing was opened.',
    'Live now: nothing',
    mark,
    outcome,
    'Needs 1 of reviewers: U0KIM, U0LEE',
    'Needs 1 of platform (required): U0PLAT',
  ])
    expect(told.out).toContain(words);
});

test('a run that nobody registered is judged against what is live, as the next version', async () => {
  const { on, desk } = await production();
  await liveVersion(on, 0.9, 'march');
  logged(on, 'run-7', 0.91);
  const told = await heard(() =>
    judgeAt(desk, asked('churn', { run: 'run-7', environment: 'production', json: true })),
  );
  expect(told.code).toBe(0);
  expect(JSON.parse(told.out)).toMatchObject({
    v: 1,
    model: 'churn',
    environment: 'production',
    version: null,
    run: 'run-7',
    live: '1',
    passed: true,
    log: true,
    verdicts: [
      { gate: 'auc ≥ 0.80', status: 'pass', mode: 'block', blocks: false },
      { gate: expect.stringContaining('auc'), status: 'pass' },
    ],
    approvals: [
      { from: ['reviewers'], min: 1, required: false, people: ['U0KIM', 'U0LEE'] },
      { from: ['platform'], min: 1, required: true, people: ['U0PLAT'] },
    ],
  });
  expect(on.model('prod')?.versions.size).toBe(1);
});

test('a run without the metric is missing it, and is told what to log', async () => {
  const { on, desk } = await production();
  logged(on, 'run-9', null);
  const told = await heard(() => judgeAt(desk, asked('churn', { run: 'run-9' })));
  expect(told.code).toBe(1);
  expect(told.out).toMatch(/✗ missing .*auc ≥ 0\.80/);
});

test('what cannot be judged yet is no failure: the document says so, and it ends with 2', async () => {
  const { desk } = await production();
  const told = await heard(() => judgeAt(desk, asked('churn', { run: 'gone', json: true })));
  expect(told.code).toBe(2);
  expect(JSON.parse(told.out)).toMatchObject({ passed: null, notYet: expect.stringContaining('no run'), verdicts: [] });
});

test.each([
  [asked('chrun@1'), 'Did you mean churn?'],
  [asked('churn@99'), 'There is no churn@v99'],
  [asked('churn@1', { environment: 'moon' }), 'Possible: production'],
  [asked('a b'), 'not a model with a version'],
])('what is not there ends with 2 and nothing on standard output', async (judging, words) => {
  const { on, desk } = await production();
  registered(on, 0.9);
  expect(await heard(() => judgeAt(desk, judging))).toEqual({ code: 2, out: '', err: expect.stringContaining(words) });
});

test('without a log, gates about the past cannot tell and say how they could; the others judge', async () => {
  const { on, desk } = await production({ gates: ['{ metric: auc, min: 0.80 }', '{ not-rolled-back: true }'] });
  registered(on, 0.9);
  const told = await heard(() => judgeAt({ ...desk, ...noLog(), past: 'unknown' }, asked('churn@1')));
  expect(told.code).toBe(1);
  expect(told.out).toContain('✓ pass');
  expect(told.out).toMatch(/✗ cannot-tell \(may be accepted\) .*the audit log was not read.*Set REDIS_URL/);
});

test('without Slack the rules are named and nobody is', async () => {
  const { on, desk } = await production();
  registered(on, 0.91);
  const unasked = { ...desk, policies: withoutPeople(desk.written), slack: 'not-asked' as const };
  const told = await heard(() => judgeAt(unasked, asked('churn@1')));
  expect(told.code).toBe(0);
  expect(told.out).toContain('Needs 1 of platform (required)\nSet SLACK_BOT_TOKEN to see who could approve.');
  const json = await heard(() => judgeAt(unasked, asked('churn@1', { json: true })));
  expect(JSON.parse(json.out)).toMatchObject({ approvals: null, passed: true });
});

test('it says what it would wait for, what is open, and creates nothing', async () => {
  const { on, desk } = await production();
  const version = registered(on, 0.91);
  await on.type('pat', 'pause production because stock-taking');
  await on.type('pat', `promote churn@${version} to production`);
  const before = (await on.db.redis.keys('*')).sort();
  const told = await heard(() => judgeAt(desk, asked(`churn@${version}`)));
  expect(told.out).toMatch(/It is open already: r-\w{10}, review\./);
  expect(told.out).toContain('It would wait. ');
  expect(told.out).toContain('stock-taking');
  expect((await on.db.redis.keys('*')).sort()).toEqual(before);
});
