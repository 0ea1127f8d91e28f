import { expect, test } from 'vitest';
import { adoptLive, approveRelease, confirmRollback, putLiveBack, resumeScope } from '../../blocks/actions.ts';
import { CommandId, Version } from '../../src/release/ids.ts';
import { releaseService } from '../../src/release-service.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 31 * 60_000;
const v = (number: number) => Version.parse(String(number));

/** One lane that asks a reviewer, where on-call may roll back alone. */
const oneLane = policyText
  .replace('approvals: none, watch: 10m', 'approvals: [{ from: [reviewers], min: 1 }], watch: 10m')
  .replace('C0STAGING,', 'C0STAGING, rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] },')
  .replace('path: [staging, production]', 'path: [staging]');

async function livesByTheBook(on: Stage, auc: number): Promise<Version> {
  const version = on.version(auc);
  await on.type('pat', `promote churn@${version} to staging`);
  await on.press('kim', approveRelease);
  await on.settle(watchMs);
  return version;
}

/** Version 1 is verified in staging, and somebody made version 2 live by hand. */
async function movedByHand(auc = 0.95): Promise<Stage> {
  const on = await stage({ policy: oneLane });
  await livesByTheBook(on, 0.9);
  await on.alias('staging', 'champion', on.version(auc));
  return on;
}

const laneOf = (on: Stage) => on.store.lane(on.lane('staging'));
const trustedIn = async (on: Stage) => (await laneOf(on)).trusted.map((one) => one.version);

/** The newest release of the lane. */
async function newest(on: Stage) {
  const [id] = await on.store.history(on.lane('staging'), 1);
  const state = id === undefined ? null : await on.store.release(id);
  if (state === null) throw new Error('No release');
  return state;
}

test('what was moved by hand is live, not reviewed, until it is adopted: then promotions go on and rollbacks may go to it', async () => {
  const on = await movedByHand();
  expect(on.seen('pat')).toContain('v2 is live, not reviewed');
  await on.type('pat', 'status churn');
  expect(on.told('pat').at(-1)).toContain('not reviewed');
  expect(await trustedIn(on)).toEqual(['1']);
  await on.press('pat', adoptLive);
  await on.submit('pat', 'the hotfix of last night');
  const asked = await newest(on);
  expect(asked).toMatchObject({ kind: 'adoption', phase: 'review', evidence: { champion: '1' } });
  expect(on.seen('kim')).toContain('the hotfix of last night');
  expect(on.seen('kim')).toContain('v2 is live, not reviewed; before it was v1');
  expect(on.seen('kim')).toContain('Trust churn v2 in staging as it is.');
  await on.press('kim', approveRelease);
  expect((await laneOf(on)).pauses).toEqual([]);
  expect((await laneOf(on)).live).toMatchObject({ version: '2', release: asked.id, standing: 'watching' });
  expect(await trustedIn(on)).toEqual(['1']);
  await on.settle(watchMs);
  expect(await trustedIn(on)).toEqual(['2', '1']);
  expect(on.model('staging')?.versions.get(v(2))?.tags.get('signalbox.release')).toBe(asked.id);
  expect(on.model('staging')?.aliases.get('champion')).toBe('2');
});

test('it is judged against what was live before the move, by the same gates', async () => {
  const on = await movedByHand(0.7);
  await on.press('pat', adoptLive);
  await on.submit('pat');
  expect(await newest(on)).toMatchObject({ kind: 'adoption', phase: 'blocked', evidence: { champion: '1' } });
  expect(on.seen('pat')).toContain('Blocked adoption');
});

test('where nothing was live before, what was moved there can be adopted, and nothing put back', async () => {
  const on = await stage({ policy: oneLane });
  on.version(0.9);
  await on.type('pat', 'promote churn@1 to staging');
  await on.alias('staging', 'champion', on.version(0.92));
  await expect(on.press('pat', putLiveBack)).rejects.toThrow();
  await on.press('pat', adoptLive);
  await on.submit('pat');
  await on.press('kim', approveRelease);
  await on.settle(watchMs);
  expect(await trustedIn(on)).toEqual(['2']);
});

test('moved again while the adoption is open: it ends in words, and never counts as trusted', async () => {
  const on = await movedByHand();
  await on.press('pat', adoptLive);
  await on.submit('pat');
  const asked = await newest(on);
  await on.alias('staging', 'champion', on.version(0.97));
  expect(await on.store.release(asked.id)).toMatchObject({ phase: 'withdrawn' });
  expect(on.seen('pat')).toContain('v2 is no longer what is live');
  expect(await trustedIn(on)).toEqual(['1']);
  await on.press('pat', adoptLive);
  await on.submit('pat');
  expect(await newest(on)).toMatchObject({ source: { version: '3' }, evidence: { champion: '1' } });
});

test('asked twice, it is one adoption; what is no longer live is refused in words', async () => {
  const on = await movedByHand();
  for (const who of ['pat', 'lee']) {
    await on.press(who, adoptLive);
    await on.submit(who);
  }
  expect(on.told('lee').at(-1)).toContain('open already');
  await on.press('lee', adoptLive);
  await on.alias('staging', 'champion', v(1));
  await on.submit('lee');
  expect(on.seen('lee')).toContain('v2 is not what is live there any more');
});

test('Put v1 back is a rollback: shown first, and on-call alone may', async () => {
  const on = await movedByHand();
  await on.press('otto', putLiveBack);
  expect(on.told('otto').at(-1)).toContain('v2 → v1?');
  await on.press('otto', confirmRollback);
  expect(on.model('staging')?.aliases.get('champion')).toBe('1');
  expect((await laneOf(on)).live).toMatchObject({ version: '1', standing: 'verified' });
  expect(on.slack.seenBy('pat').text).not.toContain('Put v1 back');
});

test('an alias that somebody deleted is put back, too', async () => {
  const on = await stage({ policy: oneLane });
  await livesByTheBook(on, 0.9);
  on.model('staging')?.aliases.delete('champion');
  const by = { kind: 'registry' as const, name: 'mlflow-staging' };
  const request = { kind: 'alias-moved' as const, registry: by.name, name: 'churn', alias: 'champion', version: null };
  await releaseService(on.core).handle({ id: CommandId.parse('gone'), at: on.clock.now(), by, where: null, request });
  await on.settle();
  await on.press('otto', putLiveBack);
  await on.press('otto', confirmRollback);
  await on.settle(watchMs);
  expect(on.model('staging')?.aliases.get('champion')).toBe('1');
});

test('a pause by a person holds an adoption; the move that it is about does not', async () => {
  const on = await movedByHand();
  await on.type('lee', 'pause staging because stock-taking');
  await on.press('pat', adoptLive);
  await on.submit('pat');
  expect((await newest(on)).waiting).toMatchObject({ cause: 'paused', words: 'stock-taking' });
  await on.type('lee', 'resume staging');
  await on.settle();
  await on.press('kim', approveRelease);
  await on.settle(watchMs);
  expect(await newest(on)).toMatchObject({ phase: 'verified' });
});

test('a promotion that goes live after somebody resumed ends the adoption', async () => {
  const on = await movedByHand();
  await on.press('pat', adoptLive);
  await on.submit('pat');
  const asked = await newest(on);
  await on.press('lee', resumeScope);
  await on.submit('lee', 'we take it from here');
  await livesByTheBook(on, 0.99);
  expect(await on.store.release(asked.id)).toMatchObject({ phase: 'withdrawn' });
  expect(await trustedIn(on)).toEqual(['3', '1']);
});
