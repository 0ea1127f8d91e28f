import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployer, type Fault, startDeployer } from '../../sandbox/deployer/server.ts';
import { batchServing } from '../../src/serving/batch/batch.ts';
import { servingContract } from '../contracts/serving.ts';
import { soon } from '../registries/mlflow/client.ts';
import { first, place, reaching, second, someOrder } from './stage.ts';

const page = 'https://jobs.example/runs/991';
const since = Date.parse('2026-03-03T00:00:00Z');

let scheduler: Deployer;
beforeAll(async () => {
  scheduler = await startDeployer('s3cret');
  const at = (day: string) => `2026-03-${day}T04:00:00.000Z`;
  scheduler.runs.push(
    { id: 'late', version: second, at: at('05'), url: page },
    { id: 'early', version: second, at: at('03'), url: null },
    { id: 'before', version: second, at: at('02'), url: null },
    { id: 'good', version: first, at: at('04'), url: null },
  );
});
afterAll(() => scheduler.stop());

const worker = () => batchServing(reaching(scheduler));
const faulty = async (fault: Fault) => {
  scheduler.faults.push(fault, fault);
  return worker();
};

servingContract('batch', async () => ({
  serving: worker(),
  again: worker(),
  place,
  versions: [first, second],
  server: null,
  faulty: {
    silent: () => faulty({ kind: 'silence' }),
    garbled: () => faulty({ kind: 'text', text: '<html>Sign in</html>' }),
  },
}));

test('the alias may not move while a scoring job runs, and may once it has ended', async () => {
  scheduler.job = { words: 'The nightly scoring runs since 02:10.', url: page };
  expect(await worker().mayMove(someOrder(), soon())).toEqual({ kind: 'busy', ...scheduler.job });
  scheduler.job = null;
  expect(await worker().mayMove(someOrder(), soon())).toEqual({ kind: 'yes' });
});

test('the runs of a version since a time are found', async () => {
  expect(await worker().scoredWith(someOrder(), second, since, soon())).toEqual([
    { id: 'early', version: second, at: Date.parse('2026-03-03T04:00:00Z'), url: null },
    { id: 'late', version: second, at: Date.parse('2026-03-05T04:00:00Z'), url: page },
  ]);
});

test.each([
  ['of another version', { version: first, at: '2026-03-04T04:00:00Z' }],
  ['from before', { version: second, at: '2026-03-02T04:00:00Z' }],
  ['at no time', { version: second, at: 'yesterday' }],
  ['at a time without a zone', { version: second, at: '2026-03-04T04:00:00' }],
  ['with a link that is none', { version: second, at: '2026-03-04T04:00:00Z', url: 'javascript:alert(1)' }],
  ['with more than was asked', { version: second, at: '2026-03-04T04:00:00Z', rows: 7 }],
])('rule 6: a run %s makes the whole list no answer', async (_, run) => {
  const good = { id: 'good', version: second, at: '2026-03-04T04:00:00Z' };
  scheduler.faults.push({ kind: 'text', text: JSON.stringify({ runs: [good, { id: 'one', ...run }] }) });
  const error = { code: 'serving_answer_malformed', retry: false };
  await expect(worker().scoredWith(someOrder(), second, since, soon())).rejects.toMatchObject(error);
});

test.each([
  ['{"busy": true}'],
  ['{"busy": true, "words": ""}'],
  ['{"busy": "no"}'],
  ['{}'],
  ['{"busy": false, "words": "x"}'],
  ['{"busy": true, "words": "x", "url": "ftp://jobs.example/"}'],
])('rule 6: %s does not say whether a job runs', async (text) => {
  scheduler.faults.push({ kind: 'text', text });
  const error = { code: 'serving_answer_malformed', retry: false };
  await expect(worker().mayMove(someOrder(), soon())).rejects.toMatchObject(error);
});
