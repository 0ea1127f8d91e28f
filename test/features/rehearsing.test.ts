import { expect, test } from 'vitest';
import { Version } from '../../src/release/ids.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { fakeServing, fakeServings } from '../fakes/serving.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 11 * 60_000;
const v = (number: number) => Version.parse(String(number));

const oneLane = policyText
  .replace('C0STAGING,', 'C0STAGING, rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] },')
  .replace('path: [staging, production]', 'path: [staging]');

/** Versions 1 and 2 were verified in staging, and 2 is live. */
async function twoLive(policy = oneLane): Promise<Stage> {
  const on = await stage({ policy });
  for (const auc of [0.9, 0.92]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging`);
    await on.settle(watchMs);
  }
  return on;
}

const aliases = (on: Stage) => new Map(on.model('staging')?.aliases);
const checksOf = async (on: Stage) => (await on.store.lane(on.lane('staging'))).rehearsed;

test('a rehearsal asks for everything, moves nothing, and status shows it', async () => {
  const on = await twoLive();
  const before = aliases(on);
  await on.type('otto', 'rollback churn in staging rehearse');
  const told = on.told('otto').at(-1);
  for (const words of [
    'Rehearsed: ready',
    'would go to v1',
    'Nothing was moved',
    '1 file read',
    'can be read',
    '1 of reviewers',
  ])
    expect(told).toContain(words);
  expect(aliases(on)).toEqual(before);
  expect(await on.store.history(on.lane('staging'), 10)).toHaveLength(2);
  expect(await checksOf(on)).toMatchObject({ by: { id: 'U0OTTO' }, target: '1', failed: [] });
  await on.type('kim', 'status churn');
  expect(on.told('kim').at(-1)).toContain('Rollback rehearsed');
  expect(on.told('kim').at(-1)).toContain('ready to go to v1');
});

test('what would go wrong is named: files that are gone, a log that does not know what is live, nobody on call', async () => {
  const on = await twoLive(oneLane.replace('on-call: [U0OTTO], ', ''));
  on.model('staging')?.versions.delete(v(1));
  on.model('staging')?.aliases.set('champion', v(1));
  await on.type('pat', 'rollback churn in staging rehearse');
  expect((await checksOf(on))?.failed).toEqual(['files', 'schema', 'aliases', 'tags', 'alone']);
  expect(on.told('pat').at(-1)).toContain('5 checks did not pass');
  await on.type('kim', 'status churn');
  expect(on.told('kim').at(-1)).toContain('did not pass: files, schema');
});

test('a file that is not what was let in is found by its bytes', async () => {
  const on = await twoLive();
  const model = on.model('staging');
  const version = model?.versions.get(v(1));
  if (model === undefined || version === undefined) throw new Error('no version');
  model.versions.set(v(1), { ...version, files: { 'model.bin': 'weights 0.8' } });
  await on.type('pat', 'rollback churn in staging rehearse');
  expect((await checksOf(on))?.failed).toContain('files');
  expect(on.told('pat').at(-1)).toContain('is not the file that was let in');
});

test('with nowhere to go it says so, and that is kept', async () => {
  const on = await stage({ policy: oneLane });
  await on.type('pat', `promote churn@${on.version(0.9)} to staging`);
  await on.settle(watchMs);
  await on.type('pat', 'rollback churn in staging rehearse');
  expect(on.told('pat').at(-1)).toContain('has no target now');
  expect(await checksOf(on)).toMatchObject({ target: null, failed: ['target'] });
});

test.each([
  ['rollback churn@9 in staging rehearse', 'There is no churn@v9'],
  ['rollback churn@2 in staging rehearse', 'is live there already'],
])('%s is refused with what would work', async (typed, words) => {
  const on = await twoLive();
  await on.type('pat', typed);
  expect(on.told('pat').at(-1)).toContain(words);
  expect(await checksOf(on)).toBeNull();
});

const serving = oneLane.replace(
  'opens: never',
  'opens: never\n    serving: { http: "https://serve.example", secret: env:SERVE }',
);

test('what serves is asked what it serves, and whether the alias may move', async () => {
  const servings = fakeServings(() => 0);
  const served = fakeServing(servings);
  const on = await stage({ policy: serving, outsiders: outsidersOf({ serving: () => served }) });
  for (const auc of [0.9, 0.92]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging`);
    await on.settle(watchMs);
  }
  const moves = servings.begun.length;
  servings.may = { kind: 'busy', words: 'the nightly scoring runs', url: null };
  await on.type('pat', 'rollback churn in staging rehearse');
  expect(on.told('pat').at(-1)).toContain(
    'it answers, and serves v2; a rollback would wait now: the nightly scoring runs',
  );
  const place = servings.places.get('staging/churn');
  if (place !== undefined) place.state = { kind: 'serving', version: v(1) };
  await on.type('pat', 'rollback churn in staging rehearse');
  expect((await checksOf(on))?.failed).toEqual(['serving']);
  expect(servings.begun).toHaveLength(moves);
});
