import { expect, test } from 'vitest';
import { approveRelease, confirmBreakGlass, requestNext } from '../../blocks/actions.ts';
import { goOnward } from '../../src/queue/go-onward.ts';
import type { Version } from '../../src/release/ids.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { finishedRun, loggedNothing, register } from '../fakes/registry.ts';
import { policyText, type Stage, type StageOptions, stage } from './support.ts';

const watchMs = 31 * 60_000;
const inOrder = policyText.replace('    after: registered\n', '');
const glass = inOrder.replace('    watch: 30m\n', '    watch: 30m\n    break-glass: ["@platform"]\n');
const auto = inOrder.replace('approvals: none, watch: 10m', 'approvals: none, watch: 10m, then: auto');

/** A version in staging that was trained at this commit. */
function trained(on: Stage, commit: string, auc = 0.91): Version {
  const number = Number(on.model('staging')?.made ?? 0) + 1;
  const run = finishedRun(`run-${number}`, commit);
  return register(on.servers.staging, 'churn', {
    ...loggedNothing,
    files: { 'model.bin': `weights ${number}` },
    at: on.clock.now(),
    run,
    metrics: [{ name: 'auc', value: auc, dataset: null }],
    datasets: [{ name: 'customers', digest: 'd1905bb3', context: 'train' }],
  });
}

async function verifiedInStaging(options: StageOptions): Promise<Stage> {
  const on = await stage(options);
  trained(on, 'c0ffee0011');
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(11 * 60_000);
  return on;
}

async function newest(on: Stage, environment: string) {
  const [id] = await on.store.history(on.lane(environment), 1);
  return id === undefined ? null : on.store.release(id);
}

test('a version that was never live in staging is not asked for in production: the answer says what to do', async () => {
  const on = await stage({ policy: glass });
  trained(on, 'c0ffee0011');
  await on.type('pat', 'promote churn@1 to production');
  expect(on.told('pat').at(-1)).toContain('v1 was never live in staging, which comes before production.');
  expect(on.told('pat').at(-1)).toContain('promote churn@1 to staging');
  expect(on.told('pat').at(-1)).toContain('may skip it with break-glass');
  expect(await newest(on, 'production')).toBeNull();
  await on.type('pat', 'check churn@1 to production');
  expect(on.told('pat').at(-1)).toContain('was never live in staging');
});

test('what is live in staging, was live there, or was there before Signalbox is in order', async () => {
  const on = await verifiedInStaging({ policy: inOrder });
  trained(on, 'c0ffee0022');
  await on.type('pat', 'promote churn@2 to staging');
  await on.settle(11 * 60_000);
  await on.type('pat', 'promote churn@1 to production');
  expect(await newest(on, 'production')).toMatchObject({ opened: { neverLiveIn: null }, phase: 'review' });
});

test('a champion that was in staging before Signalbox is in order', async () => {
  const on = await stage({ policy: inOrder });
  const there = trained(on, 'c0ffee0011');
  on.model('staging')?.aliases.set('champion', there);
  await on.type('pat', 'promote churn@1 to production');
  expect(await newest(on, 'production')).toMatchObject({ opened: { neverLiveIn: null } });
});

test('break-glass passes, after it was told what it skips, and its card says so', async () => {
  const on = await stage({ policy: glass });
  trained(on, 'c0ffee0011');
  await on.type('plat', 'break-glass churn@1 to production because nothing works');
  expect(on.told('plat').at(-1)).toContain('it was never live in ');
  await on.press('plat', confirmBreakGlass);
  expect(on.seen('kim')).toContain('Skipped staging');
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('after: registered lifts the order, and the card says that it was never live there', async () => {
  const on = await stage();
  trained(on, 'c0ffee0011');
  await on.type('pat', 'promote churn@1 to production');
  expect(on.seen('kim')).toContain('Was never live in staging');
});

test('then: auto asks for the next environment when it is verified, once, also after a crash in between', async () => {
  const on = await verifiedInStaging({ policy: auto });
  const first = await newest(on, 'staging');
  const next = await newest(on, 'production');
  expect(next).toMatchObject({ phase: 'review', opened: { by: { kind: 'signalbox', rule: 'then' } } });
  expect(first).toMatchObject({ phase: 'verified', continuing: false });
  expect(on.seen('pat')).toContain(`Asked for production by itself: ${next?.id}`);
  const policy = on.core.policies.lane('churn', 'staging');
  if (first === null || policy === null) throw new Error('it went live');
  const worker = { ...on.core, worker: 'w2', newId: () => 'again', stopping: () => false };
  await goOnward({ ...worker, steps: on.steps }, policy, { ...first, continuing: true });
  expect(await on.store.history(on.lane('production'), 9)).toHaveLength(1);
});

test('then: ask leaves it to people: the button is on the card', async () => {
  const on = await verifiedInStaging({ policy: inOrder });
  expect(await newest(on, 'production')).toBeNull();
  await on.press('pat', requestNext);
  expect(await newest(on, 'production')).toMatchObject({ phase: 'review' });
});

test('a commit or tag is promoted as what was trained at it, and the same commit asked twice is one request', async () => {
  const commit = 'a'.repeat(40);
  const on = await verifiedInStaging({
    policy: inOrder,
    outsiders: outsidersOf({ commit: async (_, words) => (words === 'v1.4' ? 'c0ffee0011'.padEnd(40, '0') : null) }),
  });
  trained(on, commit);
  await on.type('pat', 'promote churn at c0ffee0 to production because it is the one');
  expect(await newest(on, 'production')).toMatchObject({
    source: { environment: 'staging', version: '1' },
    opened: { asked: 'c0ffee0', reason: 'it is the one' },
  });
  expect(on.seen('kim')).toContain('Asked for at c0ffee0');
  await on.type('pat', 'promote churn at tag v1.4 to production');
  expect(on.told('pat').at(-1)).toContain('open already');
  await on.type('pat', `promote churn at ${commit} to production`);
  expect(on.told('pat').at(-1)).toContain('v2 was never live in staging');
  await on.type('pat', 'promote churn at 1234567 to production');
  expect(on.told('pat').at(-1)).toContain('Nothing of churn in staging was trained at 1234567');
  expect(on.told('pat').at(-1)).toContain('v1 at c0ffee0');
  await on.type('pat', 'promote churn at v9 to production');
  expect(on.told('pat').at(-1)).toContain('I know no commit or tag');
  await on.type('pat', 'promote churn reuse v1 to production because it was trained there');
  expect(on.told('pat').at(-1)).toContain('There is no churn@v1 in production');
});

test('trace goes from what is live to its commit and back, in every environment', async () => {
  const on = await verifiedInStaging({ policy: inOrder });
  await on.press('pat', requestNext);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  await on.settle(watchMs);
  trained(on, 'd00d1e5555');
  await on.type('pat', 'trace churn');
  const told = on.told('pat').at(-1) ?? '';
  for (const words of [
    'staging: ',
    'production: ',
    'c0ffee0011',
    'customers',
    'run-1',
    'approved by ',
    '1 of 1 passed',
  ])
    expect(told).toContain(words);
  await on.type('pat', 'trace churn@1 in production');
  expect(on.told('pat').at(-1)).toContain('c0ffee0011');
  await on.type('pat', 'trace churn at c0ffee0');
  expect(on.told('pat').at(-1)).toContain('Trace of ');
  expect(on.told('pat').at(-1)).not.toContain('d00d1e5555');
  await on.type('pat', 'trace churn at d00d1e5');
  expect(on.told('pat').at(-1)).toContain('production: nothing was trained at it');
  await on.type('pat', 'trace chrn');
  expect(on.told('pat').at(-1)).toContain('Did you mean churn');
});
