import { expect, test } from 'vitest';
import { exactJson } from '../../src/databricks/exact-json.ts';
import { Run } from '../../src/trainers/databricks-job/schema.ts';
import { stateOf } from '../../src/trainers/databricks-job/state.ts';

const seen = (life: string, result: string | null, words: string | null = null) => ({ life, result, words, url: null });

test.each([
  ['QUEUED', null, 'queued', null],
  ['PENDING', null, 'queued', null],
  ['BLOCKED', null, 'queued', 'It waits for other tasks or runs.'],
  ['RUNNING', null, 'running', null],
  ['WAITING_FOR_RETRY', null, 'running', 'A task failed and waits to be tried again.'],
  ['WAITING', null, 'running', 'A task failed and waits to be tried again.'],
  ['TERMINATING', 'CANCELED', 'running', 'It is coming to its end.'],
  ['TERMINATED', 'FAILED', 'failed', 'Databricks says FAILED.'],
  ['TERMINATED', 'TIMEDOUT', 'failed', 'It took longer than the job allows.'],
  ['TERMINATED', 'CANCELED', 'cancelled', null],
  ['TERMINATED', 'USER_CANCELED', 'cancelled', null],
  ['TERMINATED', 'UPSTREAM_CANCELED', 'cancelled', null],
  ['TERMINATED', 'SUCCESS_WITH_FAILURES', 'failed', 'The run ended, but some of its tasks failed.'],
  ['TERMINATED', 'a result of tomorrow', 'failed', 'Databricks says a result of tomorrow.'],
  ['TERMINATED', null, 'failed', 'Databricks says TERMINATED.'],
  ['SKIPPED', null, 'failed', 'Databricks skipped the run.'],
  ['INTERNAL_ERROR', null, 'failed', 'Databricks failed to run it.'],
  ['INTERNAL_ERROR', 'SUCCESS', 'failed', 'Databricks says SUCCESS.'],
  ['TERMINATED', 'MAXIMUM_CONCURRENT_RUNS_REACHED', 'failed', 'The job already has as many runs as it may have.'],
])('a run that is %s with the result %s is %s', (life, result, kind, words) => {
  expect(stateOf(seen(life, result))).toEqual({ kind, words, url: null });
  if (kind !== 'cancelled') expect(stateOf(seen(life, result, 'Its own.'))).toMatchObject({ kind, words: 'Its own.' });
});

test('only one that ended of itself with SUCCESS succeeded', () => {
  expect(stateOf(seen('TERMINATED', 'SUCCESS', 'words'))).toEqual({ kind: 'succeeded', url: null });
});

test('a phase that nobody knows is no state: it could be an end', () => {
  expect(() => stateOf(seen('MEDITATING', null))).toThrow('trainer_answer_malformed');
});

test('the newer form counts where both are told', () => {
  const run = Run.parse({
    run_id: 1,
    job_id: 2,
    state: { life_cycle_state: 'RUNNING', state_message: 'old' },
    status: { state: 'TERMINATED', termination_details: { code: 'RUN_EXECUTION_ERROR', message: 'new' } },
  });
  expect(stateOf(run)).toEqual({ kind: 'failed', words: 'new', url: null });
});

test.each([
  ['no state', {}],
  ['an id that is none', { run_id: 'x' }],
  ['an id with a fraction', { run_id: 1.5 }],
  ['a state of another type', { state: 'RUNNING' }],
])('a run with %s is none', (_, wrong) => {
  const run = { run_id: 1, job_id: 2, state: { life_cycle_state: 'RUNNING' } };
  const { state, ...stateless } = run;
  expect(Run.safeParse(run).success).toBe(true);
  expect(Run.safeParse('state' in wrong || 'run_id' in wrong ? { ...run, ...wrong } : stateless).success).toBe(false);
  expect(state.life_cycle_state).toBe('RUNNING');
});

test('a page that is no web address is not shown', () => {
  const run = { run_id: 1, job_id: 2, state: { life_cycle_state: 'RUNNING' }, run_page_url: 'javascript:alert(1)' };
  expect(Run.parse(run).url).toBeNull();
});

test.each([
  ['9007199254740993', '9007199254740993'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['9007199254740991', 9_007_199_254_740_991],
  ['1e300', 1e300],
  ['0.1', 0.1],
  ['"9007199254740993"', '9007199254740993'],
])('the number %s is read as %s', (text, value) => {
  expect(exactJson(`{"a":[${text}]}`)).toEqual({ a: [value] });
});

test('what is no JSON is undefined', () => {
  expect(exactJson('<html>')).toBeUndefined();
});
