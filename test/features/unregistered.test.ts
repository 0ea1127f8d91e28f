import { expect, test } from 'vitest';
import { requestNext } from '../../blocks/actions.ts';
import { Version } from '../../src/release/ids.ts';
import { nobody } from '../../src/release-service/facts.ts';
import { judgeCandidate } from '../../src/release-service/gather.ts';
import { loggedNothing, logRun } from '../fakes/registry.ts';
import { type Stage, stage } from './support.ts';

const run = {
  id: 'run-7',
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

const usual: { status: 'finished' | 'running'; files: Record<string, string>; asked: string } = {
  status: 'finished',
  files: { 'model.bin': 'new weights' },
  asked: 'run-7',
};

/** A run logged this AUC; it is judged as if it were registered as version 2 and asked for in production. */
async function judged(on: Stage, auc: number, played: Partial<typeof usual> = {}) {
  const { status, files, asked } = { ...usual, ...played };
  const logged = { ...loggedNothing, run: { ...run, status }, metrics: [{ name: 'auc', value: auc, dataset: null }] };
  logRun(on.servers.staging, 'run-7', { logged, files });
  const [id] = await on.store.history(on.lane('production'), 1);
  const opened = id === undefined ? null : await on.store.release(id);
  const policy = on.core.policies.lane('churn', 'production');
  if (opened === null || policy === null) throw new Error('nothing to start from');
  const state = { ...opened, source: { ...opened.source, version: Version.parse('2') }, evidence: null };
  const call = { deadline: on.clock.now() + 60_000 };
  const people = await on.directory.electorate(['@platform'], [], 'cached');
  return judgeCandidate(on.core, { state, policy, people: { ...nobody, ...people }, run: asked }, call);
}

async function asked(): Promise<Stage> {
  const on = await stage();
  on.version(0.91);
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(31 * 60_000);
  await on.press('pat', requestNext);
  return on;
}

test.each([
  [0.9, 'pass'],
  [0.7, 'fail'],
])('a run that nobody registered is judged by what it logged: auc %d, %s', async (auc, status) => {
  const on = await asked();
  const found = await judged(on, auc);
  if (found.kind !== 'evidence') throw new Error(found.note);
  expect(found.command.findings.verdicts[0]).toMatchObject({ status });
  expect(found.evidence.candidate).toMatchObject({ run: 'run-7', version: '2', registry: 'mlflow-staging' });
});

test('nothing of it is kept', async () => {
  const on = await asked();
  const found = await judged(on, 0.9);
  if (found.kind !== 'evidence') throw new Error(found.note);
  expect(await on.store.evidence(found.command.digest)).toBeNull();
});

test.each([
  ['still goes on', { status: 'running' as const }, 'still going'],
  ['is not there', { asked: 'run-8' }, 'no run `run-8`'],
  ['logged no model', { files: {} }, 'logged no model'],
])('a run that %s is not judged, and it says why', async (_, played, words) => {
  expect(await judged(await asked(), 0.9, played)).toEqual({ kind: 'wait', note: expect.stringContaining(words) });
});
