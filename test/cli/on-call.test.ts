import { expect, test } from 'vitest';
import { approveRelease } from '../../blocks/actions.ts';
import { approveAt } from '../../src/cli/approve.ts';
import { askFor } from '../../src/cli/keyed.ts';
import { onOneAt, type Word } from '../../src/cli/on-one.ts';
import { rehearsed } from '../../src/cli/rollback.ts';
import { ReleaseError } from '../../src/errors.ts';
import { liveVersion, productionPolicy, registered } from '../features/gated.ts';
import { type Stage, stage } from '../features/support.ts';
import { heard } from './calling.ts';
import { keyedDesk, withKeys } from './keyed.ts';

const reviewed = '[ { from: [reviewers], min: 1 } ]';

async function production(written: Parameters<typeof productionPolicy>[0] = {}) {
  const policy = withKeys(productionPolicy({ approvals: reviewed, ...written }), 'U0PAT', 'U0KIM', 'U0OTTO');
  const on = await stage({ policy });
  return { on, desk: (person: string) => keyedDesk(on, policy, person) };
}

async function newest(on: Stage) {
  const [id] = await on.store.history(on.lane('production'), 1);
  const release = id === undefined ? null : await on.store.release(id);
  if (release === null) throw new Error('nothing was opened');
  return release;
}

async function approved(on: Stage, desk: (person: string) => ReturnType<typeof keyedDesk>) {
  const { id, evidence } = await newest(on);
  const yes = { release: id, evidence: evidence?.digest ?? '', note: null, checked: [], id: null, json: true };
  await heard(async () => approveAt(await desk('U0KIM'), yes));
  await on.settle(60_000);
  return newest(on);
}

const quiet: Omit<Word, 'verb' | 'release'> = { reason: '', yes: true, json: true, id: null };

test('what failed is tried again or put back by key while Slack says nothing', async () => {
  const { on, desk } = await production();
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  on.faults.setAlias = new ReleaseError('registry_refused', {});
  const { id, phase } = await approved(on, desk);
  expect(phase).toBe('failed');
  on.clock.advance(61_000);
  on.slack.faults.add({ kind: 'error', on: '*' });
  const say = (verb: Word['verb']) => heard(async () => onOneAt(await desk('U0PAT'), { ...quiet, verb, release: id }));
  expect(JSON.parse((await say('retry')).out)).toMatchObject({ outcome: 'retrying', release: id });
  await on.settle(60_000);
  expect((await newest(on)).phase).toBe('failed');
  on.faults.setAlias = null;
  expect(JSON.parse((await say('put-back')).out)).toMatchObject({ outcome: 'putting-back' });
  await on.settle(60_000);
  expect(await newest(on)).toMatchObject({ phase: 'rolled-back' });
  expect(on.model('prod')?.aliases.get('champion')).toBeUndefined();
});

test('what moves something is said first; abandoning and rejecting want a reason from somebody who may', async () => {
  const { on, desk } = await production();
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  const { id } = await newest(on);
  const asked = await heard(async () =>
    onOneAt(await desk('U0PAT'), { ...quiet, verb: 'stop', release: id, yes: false }),
  );
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('Stops churn v1 → production') });
  const early = await heard(async () => onOneAt(await desk('U0PAT'), { ...quiet, verb: 'stop', release: id }));
  expect(early).toMatchObject({ code: 1, out: expect.stringContaining('you cannot stop it now') });
  const own = { ...quiet, verb: 'reject', release: id, reason: 'no' } as const;
  expect((await heard(async () => onOneAt(await desk('U0PAT'), own))).out).toContain('someone else has to approve it');
});

test('boxes of a checklist are ticked by name where nobody can be asked', async () => {
  const { on, desk } = await production({ here: ['checklist: { reviewers: ["I looked at the slices"] }'] });
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  const { id, evidence } = await newest(on);
  const yes = {
    release: id,
    evidence: evidence?.digest.slice(0, 12) ?? '',
    note: 'fine',
    checked: [],
    id: null,
    json: false,
  };
  const without = await heard(async () => approveAt(await desk('U0KIM'), yes));
  expect(without).toMatchObject({ code: 1, out: expect.stringContaining('I looked at the slices') });
  const checked = ['I looked at the slices'];
  expect(await heard(async () => approveAt(await desk('U0KIM'), { ...yes, checked }))).toMatchObject({ code: 0 });
  expect((await newest(on)).approvals).toMatchObject([{ person: 'U0KIM', note: 'fine', checked }]);
});

test('what was made live by hand is adopted by key, and who asked is looked up before it counts', async () => {
  const { on, desk } = await production();
  await on.type('pat', `promote churn@${registered(on, 0.9)} to production`);
  await on.press('kim', approveRelease);
  await on.settle(31 * 60_000);
  const byHand = registered(on, 0.92);
  await on.alias('prod', 'champion', byHand);
  on.clock.advance(61_000);
  on.slack.faults.add({ kind: 'error', on: '*' });
  const request = { kind: 'adopt', model: 'churn', environment: 'production', version: byHand, reason: null } as const;
  const asked = await askFor(await desk('U0PAT'), { request: { ...request, via: 'cli' }, id: null });
  expect(asked.outcome).toMatchObject({ kind: 'answer', answer: { kind: 'opened' } });
  await on.settle();
  expect(await newest(on)).toMatchObject({ kind: 'adoption', phase: 'review', opened: { via: 'cli' } });
  expect((await approved(on, desk)).waiting).toMatchObject({ cause: 'people-unread' });
  on.slack.faults.clear();
  await on.settle(31 * 60_000);
  expect((await newest(on)).phase).toBe('verified');
});

test('a rollback is rehearsed by key, and nothing moves', async () => {
  const { on, desk } = await production({
    approvals: '[ { from: [reviewers], min: 1 }, { from: [platform], min: 1, required: true } ]',
  });
  await liveVersion(on, 0.9);
  await liveVersion(on, 0.92);
  const where = { model: 'churn', environment: null, version: null };
  const told = await heard(async () => rehearsed(await desk('U0OTTO'), where, false));
  expect(told.out).toContain('Rehearsed:');
  expect(told.out).toContain('would go to v1');
  expect(on.model('prod')?.aliases.get('champion')).toBe('2');
});
