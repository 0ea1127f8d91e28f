import { expect, test } from 'vitest';
import { confirmRollback, requestAgain, requestAndWait, resumeAndRequest } from '../../blocks/actions.ts';
import { CommandId, PersonId, Version } from '../../src/release/ids.ts';
import { releaseService } from '../../src/release-service.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 11 * 60_000;

const oneLane = policyText
  .replace('C0STAGING,', 'C0STAGING, rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] },')
  .replace('path: [staging, production]', 'path: [staging]');

/** Version 2 was rolled back in staging, so promotions there are paused; version 3 is registered. */
async function rolledBack(): Promise<Stage> {
  const on = await stage({ policy: oneLane });
  for (const auc of [0.9, 0.92]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging`);
    await on.settle(watchMs);
  }
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  on.version(0.95);
  return on;
}

const released = (on: Stage) => on.store.history(on.lane('staging'), 20);
const pauses = async (on: Stage) => (await on.store.lane(on.lane('staging'))).pauses;

test('who may resume is asked first; one press does both', async () => {
  const on = await rolledBack();
  const before = await released(on);
  await on.type('pat', 'promote churn@3 to staging because it is mended');
  expect(on.told('pat').at(-1)).toContain('paused since a rollback');
  expect(on.told('pat').at(-1)).toContain('errors rose');
  expect(await released(on)).toEqual(before);
  await on.press('pat', resumeAndRequest);
  expect(on.told('pat').at(-1)).toContain('Resumed, and opened');
  expect(await pauses(on)).toEqual([]);
  await on.settle(watchMs);
  expect(on.model('staging')?.aliases.get('champion')).toBe('3');
});

test('the request alone waits for somebody to resume', async () => {
  const on = await rolledBack();
  await on.type('pat', 'promote churn@3 to staging');
  await on.press('pat', requestAndWait);
  expect(await pauses(on)).toHaveLength(1);
  expect(on.seen('pat')).toContain('Waiting: churn v3 → staging');
});

test('who may not resume gets a request that waits, as on any pause', async () => {
  const on = await rolledBack();
  await on.type('plat', 'promote churn@3 to staging');
  expect(on.told('plat').join()).not.toContain(resumeAndRequest.id);
  expect(on.seen('pat')).toContain('Waiting: churn v3 → staging');
});

test('the button of a card asks, too', async () => {
  const on = await rolledBack();
  await on.press('pat', requestAgain);
  expect(on.told('pat').at(-1)).toContain(resumeAndRequest.id);
});

const asked = (id: string) => ({
  id: CommandId.parse(id),
  at: 0,
  by: { kind: 'person' as const, id: PersonId.parse('U0PAT') },
  where: null,
});

test('handled again after a crash, and pressed again later, it opens one request and resumes once', async () => {
  const on = await rolledBack();
  const before = await released(on);
  const request = {
    kind: 'promote' as const,
    model: 'churn',
    environment: 'staging',
    version: { kind: 'number' as const, version: Version.parse('3') },
    reason: null,
    afterRollback: 'resume' as const,
  };
  const service = releaseService(on.core);
  const first = await service.handle({ ...asked('once'), request });
  const again = await service.handle({ ...asked('once'), request });
  expect(first.outcome).toMatchObject({ answer: { kind: 'opened', resumed: true } });
  expect(again.outcome).toMatchObject({ answer: { kind: 'opened' } });
  expect(await service.handle({ ...asked('twice'), request })).toMatchObject({
    outcome: { answer: { kind: 'already-open' } },
  });
  expect(await released(on)).toHaveLength(before.length + 1);
  expect(await pauses(on)).toEqual([]);
});
