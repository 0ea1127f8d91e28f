import { expect, test } from 'vitest';
import { enter } from '../../../sandbox/github/actions/runs.ts';
import { courses, type Stage } from '../../../sandbox/github/actions/world.ts';
import { onGitHub, someOrder, soon, trainerAt } from './on-github.ts';

const name = 'acme/churn';

/** A run that is in this stage and stays there. */
async function staying(stage: Stage) {
  const github = await onGitHub();
  github.play({ course: [stage] });
  const { ref } = await github.trainer.start(someOrder(), soon());
  const url = `https://github.com/acme/churn/actions/runs/${ref}`;
  return { ...github, ref, url, look: () => github.trainer.look(ref, soon()) };
}

test.each([
  [{ status: 'queued' }, { kind: 'queued', words: null }],
  [{ status: 'requested' }, { kind: 'queued', words: null }],
  [{ status: 'pending' }, { kind: 'queued', words: 'GitHub lets another run of the same group end first' }],
  [{ status: 'in_progress' }, { kind: 'running', words: null }],
  [{ status: 'a word of tomorrow' }, { kind: 'running', words: 'GitHub calls it a word of tomorrow' }],
  [{ status: 'constructor' }, { kind: 'running', words: 'GitHub calls it constructor' }],
  [courses.goesOn[1], { kind: 'running', words: 'train: Fit the model (2 of 2)' }],
  [courses.endsWell[2], { kind: 'succeeded' }],
  [courses.fails[2], { kind: 'failed', words: 'The run failed in train: Fit the model' }],
  [
    { status: 'completed', conclusion: 'cancelled' },
    { kind: 'cancelled', words: null },
  ],
  [
    { status: 'completed', conclusion: 'timed_out' },
    { kind: 'failed', words: 'The run took longer than its workflow allows' },
  ],
  [
    { status: 'completed', conclusion: 'startup_failure' },
    { kind: 'failed', words: 'GitHub could not start the run: its workflow file may be wrong' },
  ],
  [
    { status: 'completed', conclusion: 'skipped' },
    { kind: 'failed', words: 'GitHub skipped every job of the run' },
  ],
  [
    { status: 'completed', conclusion: 'toString' },
    { kind: 'failed', words: 'The run ended as toString' },
  ],
  [
    { status: 'completed', conclusion: 'action_required' },
    { kind: 'waiting', words: 'GitHub wants somebody to approve the run before it starts' },
  ],
  [{ status: 'waiting' }, { kind: 'waiting', words: 'GitHub waits before it goes on' }],
  [
    courses.waits[1],
    { kind: 'waiting', words: 'GitHub waits for the approval of pat or ml-leads for its environment production' },
  ],
  [
    { status: 'waiting', pending: [{ environment: 'production', minutes: 30, reviewers: [] }] },
    { kind: 'waiting', words: 'GitHub waits for 30 minutes for its environment production' },
  ],
] as const)('a run at %j', async (stage, expected) => {
  const { look, url } = await staying(stage);
  expect(await look()).toEqual({ ...expected, url });
});

test('what outside people named is one short line', async () => {
  const step = { name: `a\nb\u0007 ${'🚂'.repeat(400)}`, status: 'in_progress', conclusion: null };
  const jobs = [{ name: 'train', status: 'in_progress', conclusion: null, steps: [step] }];
  const { look } = await staying({ status: 'in_progress', jobs });
  const state = await look();
  if (state.kind !== 'running') throw new Error(state.kind);
  expect(state.words).toMatch(/^train: a b 🚂+/u);
  expect(state.words?.length).toBeLessThanOrEqual(300);
  expect(state.words?.isWellFormed()).toBe(true);
  expect(state.words).not.toContain('\ufffd');
});

test('what has not changed costs nothing of the limit', async () => {
  const { look, server } = await staying({ status: 'in_progress' });
  const first = await look();
  const { remaining } = server.limit;
  for (let times = 1; times <= 5; times++) expect(await look()).toEqual(first);
  expect(server.limit.remaining).toBe(remaining);
});

test('what has changed is seen at the next look', async () => {
  const { look, actions, ref } = await staying({ status: 'queued' });
  expect(await look()).toMatchObject({ kind: 'queued' });
  const run = actions.runs.find(({ id }) => String(id) === ref);
  if (run) enter(actions, name, run, { status: 'completed', conclusion: 'success' });
  expect(await look()).toMatchObject({ kind: 'succeeded' });
});

test.each([
  ['no id', '{"status": "completed", "conclusion": "success", "display_title": "x"}'],
  ['an id that is no number', '{"id": "7", "status": "completed", "display_title": "x"}'],
  ['an id beyond what numbers hold', '{"id": 99007199254740993, "status": "queued", "display_title": "x"}'],
  ['a page', '<html>'],
  ['nothing', ''],
  ['a list', '[]'],
])('%s is no state', async (_, text) => {
  const { look, server } = await staying({ status: 'queued' });
  server.faults.push({ kind: 'text', text });
  await expect(look()).rejects.toMatchObject({ code: 'trainer_answer_malformed' });
});

test('a link that cannot be followed is no link', async () => {
  const { trainer, server } = await onGitHub();
  const run = { id: 7, display_title: 'x', status: 'queued', conclusion: null, html_url: 'javascript:alert(1)' };
  server.faults.push({ kind: 'text', text: JSON.stringify(run) });
  expect(await trainer.look('7', soon())).toEqual({ kind: 'queued', words: null, url: null });
});

test('a run that is hidden is not lost: a token that may no longer read says so', async () => {
  const { server, ref } = await staying({ status: 'in_progress' });
  const trainer = trainerAt(server.url, { token: 'stranger' });
  await expect(trainer.look(ref, soon())).rejects.toMatchObject({ code: 'trainer_auth', retry: false });
  await expect(trainer.cancel(ref, soon())).rejects.toMatchObject({ code: 'trainer_auth', retry: false });
});

test('a token that may only read cannot cancel, and says so', async () => {
  const { server, ref, actions } = await staying({ status: 'in_progress' });
  const trainer = trainerAt(server.url, { token: 'reads' });
  await expect(trainer.cancel(ref, soon())).rejects.toMatchObject({ code: 'trainer_auth' });
  expect(actions.runs[0]?.ahead).toEqual([]);
});

test('a run whose approval GitHub waits for is let be: nothing is approved, and Stop ends it', async () => {
  const { trainer, ref, look, server } = await staying(courses.waits[1]);
  await look();
  expect(server.asked.filter((line) => line.startsWith('POST') && !line.endsWith('/dispatches'))).toEqual([]);
  await trainer.cancel(ref, soon());
  await look();
  expect(await look()).toMatchObject({ kind: 'cancelled' });
});
