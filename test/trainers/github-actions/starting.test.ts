import { expect, test } from 'vitest';
import { begin } from '../../../sandbox/github/actions/runs.ts';
import { courses } from '../../../sandbox/github/actions/world.ts';
import { onGitHub, runsOf, someOrder, soon, tip, trainerAt } from './on-github.ts';

const { endsWell, goesOn, slow } = courses;

test('a dispatch carries what the workflow needs, at the branch that is configured, with the commit as an input', async () => {
  const { trainer, actions } = await onGitHub();
  const order = someOrder();
  const { ref } = await trainer.start(order, soon());
  expect(actions.runs).toHaveLength(1);
  expect(actions.runs[0]).toMatchObject({
    id: Number(ref),
    ref: 'main',
    sha: tip,
    inputs: {
      environment: 'staging',
      model: 'churn',
      commit: order.commit,
      release: order.release,
      correlation_id: `${order.release}-1`,
    },
  });
});

test('an older server that does not tell the run is asked once more without the field, and remembered', async () => {
  const { trainer, actions, posts } = await onGitHub();
  actions.tellsRun = false;
  const [first, second] = [someOrder(), someOrder()];
  const started = await trainer.start(first, soon());
  expect(started).toEqual({ ref: String(runsOf(actions, first)[0]?.id), already: false });
  expect(posts()).toBe(2);
  await trainer.start(second, soon());
  expect(posts()).toBe(3);
  expect(actions.runs).toHaveLength(2);
});

test.each([
  ['the connection broke', { answer: 'lost' }],
  ['the server stumbled', { answer: 'error' }],
] as const)('%s after a dispatch was taken: nobody knows, so it is looked up and not sent again', async (_, how) => {
  const { trainer, play, posts } = await onGitHub();
  const order = someOrder();
  play({ course: goesOn, hiddenFor: 2, ...how });
  const unknown = { code: 'training_outcome_unknown', retry: true, details: { retryAfterMs: 5_000 } };
  await expect(trainer.start(order, soon())).rejects.toMatchObject(unknown);
  await expect(trainer.start(order, soon())).rejects.toMatchObject(unknown);
  await expect(trainer.start(order, soon())).rejects.toMatchObject(unknown);
  expect(await trainer.start(order, soon())).toMatchObject({ already: true });
  expect(posts()).toBe(1);
});

test('a dispatch that never arrived is sent again, once its run would have shown', async () => {
  const { trainer, server, clock, actions, play } = await onGitHub();
  const order = someOrder();
  play({ course: goesOn, answer: 'lost' });
  await expect(trainer.start(order, soon())).rejects.toMatchObject({ code: 'training_outcome_unknown' });
  actions.runs.length = 0;
  play({ course: goesOn });
  await expect(trainer.start(order, soon())).rejects.toMatchObject({ code: 'training_outcome_unknown' });
  clock.aheadMs = 60_001;
  expect(await trainer.start(order, soon())).toMatchObject({ already: false });
  expect(server.asked.filter((line) => line.startsWith('POST'))).toHaveLength(2);
});

test('a dispatch that an older server took, and whose run never shows, is never sent again', async () => {
  const { trainer, actions, clock, posts } = await onGitHub({ runName: null });
  actions.tellsRun = false;
  const order = someOrder();
  await expect(trainer.start(order, soon())).rejects.toMatchObject({ code: 'training_outcome_unknown' });
  expect(posts()).toBe(2);
  clock.aheadMs = 60_001;
  const refused = { code: 'training_refused', retry: false, details: { words: expect.stringContaining('run-name') } };
  await expect(trainer.start(order, soon())).rejects.toMatchObject(refused);
  await expect(trainer.start(order, soon())).rejects.toMatchObject(refused);
  expect(posts()).toBe(2);
});

test('a run that does not bear its name is ended at once: it would be started again and again', async () => {
  const { trainer, actions, play } = await onGitHub({ runName: null });
  play({ course: slow });
  await expect(trainer.start(someOrder(), soon())).rejects.toMatchObject({
    code: 'training_refused',
    details: { words: expect.stringContaining('"Train a model"') },
  });
  expect(actions.runs[0]?.ahead).toEqual([{ status: 'completed', conclusion: 'cancelled' }]);
});

test('of two runs of one order the older one counts, and the younger is asked to end', async () => {
  const { trainer, actions, play } = await onGitHub();
  play({ course: slow, twice: true });
  const order = someOrder();
  const { ref } = await trainer.start(order, soon());
  const [first, second] = runsOf(actions, order);
  expect(ref).toBe(String(first?.id));
  expect(first?.ahead).toEqual([]);
  expect(second?.ahead).toEqual([{ status: 'completed', conclusion: 'cancelled' }]);
});

test('two workers that dispatch at one moment end with one run', async () => {
  const { trainer, server, actions, play } = await onGitHub();
  const order = someOrder();
  play({ course: endsWell });
  const other = trainerAt(server.url);
  const answers = await Promise.all([trainer.start(order, soon()), other.start(order, soon())]);
  const [first, ...others] = runsOf(actions, order);
  expect(answers.map(({ ref }) => ref)).toEqual([String(first?.id), String(first?.id)]);
  for (const run of others) expect(run.ahead).toEqual([{ status: 'completed', conclusion: 'cancelled' }]);
});

test('it is found among many runs, on whatever page, and no run with a similar name is taken for it', async () => {
  const { trainer, actions, server } = await onGitHub();
  const order = someOrder();
  const [workflow] = actions.workflows;
  if (workflow === undefined) throw new Error('no workflow');
  const run = (correlation_id: string) =>
    begin(
      actions,
      { name: 'acme/churn', workflow, ref: 'main', sha: tip, inputs: { correlation_id } },
      { course: slow },
    );
  for (const other of [`${order.release}-11`, `${order.release}-12`, `x${order.release}-1`, `${order.release}-1x`])
    run(other);
  const found = run(`${order.release}-1`);
  for (let at = 0; at < 230; at++) run(`${someOrder().release}-1`);
  expect(await trainer.find(order, soon())).toBe(String(found.id));
  expect(await trainer.find({ ...order, attempt: 2 }, soon())).toBeNull();
  expect(server.asked.filter((line) => line.includes('/runs?'))).toHaveLength(6);
});

test('a list that ends before it has shown every run does not say that there is none', async () => {
  const { trainer, server } = await onGitHub();
  server.faults.push({ kind: 'text', text: '{"total_count": 3, "workflow_runs": []}' });
  await expect(trainer.find(someOrder(), soon())).rejects.toMatchObject({ code: 'trainer_answer_malformed' });
});

test.each([
  ['a workflow that is not there', { workflow: 'nowhere.yml' }, {}],
  ['a branch that is not there', { ref: 'nowhere' }, {}],
  ['a repository that the token may not see', { token: 'stranger' }, {}],
  ['a token that may not start workflows', { token: 'reads' }, {}],
  ['a workflow without the trigger', {}, { isDispatchable: false }],
  ['a workflow without our inputs', {}, { inputs: {} }],
  ['a workflow that wants more', {}, { inputs: { colour: { required: true } } }],
])('%s: refused for good, with what to read', async (_, options, differs) => {
  const { server, actions, posts } = await onGitHub(differs);
  const trainer = trainerAt(server.url, options);
  for (let times = 1; times <= 2; times++)
    await expect(trainer.start(someOrder(), soon())).rejects.toMatchObject({
      code: 'training_refused',
      retry: false,
      details: {
        words: expect.stringMatching(/^GitHub says: \w/),
        hint: expect.stringMatching(/docs\/training|our token/),
      },
    });
  expect(actions.runs).toEqual([]);
  expect(posts()).toBeLessThanOrEqual(2);
});

test.each([
  ['a token that is not known', 401, {}, { code: 'trainer_auth', retry: false }],
  ['a token without the right', 403, {}, { code: 'trainer_auth', retry: false }],
  [
    'a secondary limit',
    403,
    { 'retry-after': '7' },
    { code: 'trainer_rate_limited', details: { retryAfterMs: 7_000 } },
  ],
  ['too many requests', 429, {}, { code: 'trainer_rate_limited', details: { retryAfterMs: 60_000 } }],
  ['a server in trouble', 503, {}, { code: 'trainer_unreachable', retry: true }],
  ['a moved repository', 301, {}, { code: 'training_refused', retry: false }],
])('%s is no answer', async (_, status, headers, refused) => {
  const { trainer, server, actions } = await onGitHub();
  server.faults.push({ kind: 'status', status, headers });
  await expect(trainer.start(someOrder(), soon())).rejects.toMatchObject(refused);
  expect(actions.runs).toEqual([]);
});

test('a used-up limit is waited for, and nobody is asked before', async () => {
  const { trainer, server, clock } = await onGitHub();
  const resetAt = Math.floor(Date.now() / 1_000) + 600;
  server.limit = { remaining: 0, resetAt };
  const limited = { code: 'trainer_rate_limited', retry: true, details: { retryAfterMs: expect.any(Number) } };
  const order = someOrder();
  await expect(trainer.start(order, soon())).rejects.toMatchObject(limited);
  await expect(trainer.start(order, soon())).rejects.toMatchObject(limited);
  expect(server.asked).toHaveLength(1);
  server.limit = { remaining: 100, resetAt };
  clock.aheadMs = 601_000;
  expect(await trainer.start(order, { deadline: Date.now() + 700_000 })).toMatchObject({ already: false });
});
