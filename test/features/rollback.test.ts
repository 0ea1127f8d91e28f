import { expect, test } from 'vitest';
import { cancelRollback, confirmRollback, rollBackRelease } from '../../blocks/actions.ts';
import { type Stage, stage } from './support.ts';

const watchMs = 11 * 60_000;

/** A stage where staging had version 1, then version 2, both watched to the end. */
async function twoLive(): Promise<Stage> {
  const on = await stage();
  for (const auc of [0.9, 0.92]) {
    const version = on.version(auc);
    await on.type('pat', `promote churn@${version} to staging`);
    await on.settle(watchMs);
  }
  return on;
}

test('a typed rollback is shown privately first, and only its button does it', async () => {
  const on = await twoLive();
  await on.type('kim', 'rollback churn in staging because errors rose');
  expect(on.told('kim').at(-1)).toContain('v2 → v1?');
  expect(on.seen('pat')).not.toContain('v2 → v1?');
  expect(on.model('staging')?.aliases.get('champion')).toBe('2');
  await on.press('pat', rollBackRelease);
  await on.slack.as('pat').close();
});

test('on-call rolls back alone, and promotions are paused afterwards', async () => {
  const on = await stage({ policy: onCallEverywhere });
  for (const auc of [0.9, 0.92]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging`);
    await on.settle(watchMs);
  }
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  expect(on.told('otto').at(-1)).toContain('Opened');
  expect(on.told('otto').join()).not.toContain('v2 → v1?');
  expect(on.model('staging')?.aliases.get('champion')).toBe('1');
  expect(on.seen('pat')).toContain('errors rose');
  await on.type('pat', 'status churn');
  expect(on.told('pat').at(-1)).toMatch(/[Pp]aused/);
});

test('thinking better of it does nothing', async () => {
  const on = await twoLive();
  await on.type('kim', 'rollback churn in staging because errors rose');
  await on.press('kim', cancelRollback);
  expect(on.told('kim').at(-1)).toContain('Nothing was done');
  expect(on.model('staging')?.aliases.get('champion')).toBe('2');
});

test('the Roll back button of a live release asks for the reason, and needs one', async () => {
  const on = await stage({ policy: onCallEverywhere });
  for (const auc of [0.9, 0.92]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging`);
    await on.settle(watchMs);
  }
  await on.press('otto', rollBackRelease);
  await on.submit('otto', 'latency doubled');
  expect(on.model('staging')?.aliases.get('champion')).toBe('1');
  expect(on.seen('pat')).toContain('latency doubled');
});

test.each([
  ['rollback churn in staging', 'Say why'],
  ['rollback churn in production because x', 'Nothing of churn is live'],
  ['rollback chrun in staging because x', 'Did you mean churn?'],
])('%s is refused with what would work', async (typed, words) => {
  const on = await stage();
  await on.type('pat', `promote churn@${on.version(0.9)} to staging`);
  await on.settle(watchMs);
  await on.type('kim', typed);
  expect(on.told('kim').at(-1)).toContain(words);
  expect(JSON.stringify(on.told('kim'))).not.toContain(confirmRollback.id);
});

const onCallEverywhere = `admin: C0ADMIN
groups: { reviewers: [U0KIM] }
environments:
  staging:
    registry: mlflow-staging
    channel: C0STAGING
    approvals: none
    watch: 10m
    rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] }
registries:
  mlflow-staging: { kind: mlflow, url: "http://127.0.0.1:5001" }
models:
  churn: { owner: [U0PAT], pattern: deploy-model, path: [staging], opens: never, gates: [{ metric: auc, min: 0.80 }] }
`;
