import { expect, test } from 'vitest';
import { noGitHost } from '../../src/git-hosts/no-git-host.ts';
import { rememberedGitHost } from '../../src/git-hosts/remembered.ts';
import type { GitHost } from '../../src/ports-outside.ts';
import type { CommitCheck } from '../../src/release/gate-facts.ts';
import { virtualClock } from '../fakes/clock.ts';
import { memoryTexts } from '../fakes/texts.ts';

const minute = 60_000;
const call = { deadline: Number.MAX_SAFE_INTEGER };
const green: CommitCheck = { name: 'test', state: 'success', url: null };

/** A host that answers what it is set to, asked by any number of workers that share a memory. */
function setting(answers: {
  checks?: readonly CommitCheck[] | null;
  reachable?: boolean | null;
  between?: number | null;
}) {
  const clock = virtualClock();
  const texts = memoryTexts();
  let asked = 0;
  const answer = <T>(value: T) => {
    asked += 1;
    return Promise.resolve(value);
  };
  const host: GitHost = {
    checks: () => answer(answers.checks ?? null),
    reachable: () => answer(answers.reachable ?? null),
    between: () => answer(answers.between ?? null),
  };
  const worker = (fresh: 'cached' | 'fresh' = 'cached') => rememberedGitHost(host, texts, clock.now, fresh);
  return { clock, worker, asked: () => asked };
}

const checksOf = (host: GitHost, commit = 'abc') => host.checks('https://github.com/acme/churn', commit, call);

test('a green commit is not asked for again within ten minutes, by no worker', async () => {
  const { clock, worker, asked } = setting({ checks: [green] });
  expect(await checksOf(worker())).toEqual([green]);
  clock.advance(10 * minute - 1);
  expect(await checksOf(worker())).toEqual([green]);
  expect(asked()).toBe(1);
  clock.advance(1);
  await checksOf(worker());
  expect(asked()).toBe(2);
});

test('right before an execution it is asked, and the new answer counts for all', async () => {
  const { worker, asked } = setting({ checks: [green] });
  await checksOf(worker());
  await checksOf(worker('fresh'));
  await checksOf(worker());
  expect(asked()).toBe(2);
});

test.each([
  ['red', [{ ...green, state: 'failure' as const }]],
  ['still going', [green, { ...green, state: 'pending' as const }]],
  ['without checks yet', []],
  ['unknown', null],
])('a commit that is %s is asked for each time: it may turn', async (_, checks) => {
  const { worker, asked } = setting({ checks });
  expect(await checksOf(worker())).toEqual(checks);
  expect(await checksOf(worker())).toEqual(checks);
  expect(asked()).toBe(2);
});

test('another commit is another question', async () => {
  const { worker, asked } = setting({ checks: [green] });
  await checksOf(worker(), 'abc');
  await checksOf(worker(), 'def');
  expect(asked()).toBe(2);
});

test.each([
  [true, 1],
  [false, 2],
  [null, 2],
])('being on a branch (%s): asked %i times', async (reachable, times) => {
  const { worker, asked } = setting({ reachable });
  for (const host of [worker(), worker()])
    expect(await host.reachable('https://github.com/acme/churn', 'abc', 'main', call)).toBe(reachable);
  expect(asked()).toBe(times);
});

test.each([
  [7, 1],
  [0, 1],
  [null, 2],
])('%s commits between: asked %i times', async (between, times) => {
  const { worker, asked, clock } = setting({ between });
  for (const host of [worker(), worker('fresh')]) {
    expect(await host.between('https://github.com/acme/churn', 'abc', 'def', call)).toBe(between);
    clock.advance(60 * minute);
  }
  expect(asked()).toBe(times);
});

test('without a git host nothing is known', async () => {
  expect(await checksOf(noGitHost)).toBeNull();
  expect(await noGitHost.reachable('https://github.com/acme/churn', 'abc', 'main', call)).toBeNull();
  expect(await noGitHost.between('https://github.com/acme/churn', 'abc', 'def', call)).toBeNull();
});
