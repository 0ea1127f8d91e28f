import { expect, test } from 'vitest';
import { approveRelease, confirmRollback } from '../../blocks/actions.ts';
import { Version } from '../../src/release/ids.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 11 * 60_000;

const oneLane = policyText
  .replace('approvals: none, watch: 10m', 'approvals: [{ from: [reviewers], min: 1 }], watch: 10m')
  .replace('C0STAGING,', 'C0STAGING, rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] },')
  .replace('path: [staging, production]', 'path: [staging]');
const ready = oneLane.replace('- { metric: auc, min: 0.80 }', '- { rollback-ready: true }');

async function ask(on: Stage, auc: number) {
  const version = on.version(auc);
  await on.type('pat', `promote churn@${version} to staging`);
  const [id] = await on.store.history(on.lane('staging'), 1);
  const state = id === undefined ? null : await on.store.release(id);
  return { version, verdict: state?.evidence?.findings.verdicts[0], phase: state?.phase };
}

async function goesLive(on: Stage, auc: number): Promise<void> {
  await ask(on, auc);
  await on.press('kim', approveRelease);
  await on.settle(watchMs);
}

test('the first goes out with nothing to go back to; while it is watched the next one has no way back, and then it has', async () => {
  const on = await stage({ policy: ready });
  expect((await ask(on, 0.9)).verdict?.status).toBe('no-champion');
  await on.press('kim', approveRelease);
  await on.settle(60_000);
  expect(await ask(on, 0.91)).toMatchObject({ phase: 'blocked', verdict: { status: 'fail' } });
  await on.settle(watchMs);
  const [id] = await on.store.history(on.lane('staging'), 1);
  expect(id && (await on.store.release(id))?.evidence?.findings.verdicts[0]?.status).not.toBe('fail');
});

test('a target that somebody deleted is no way back', async () => {
  const on = await stage({ policy: ready });
  await goesLive(on, 0.9);
  on.version(0.91);
  await on.alias('staging', 'champion', Version.parse('2'));
  await on.type('lee', 'resume churn');
  on.model('staging')?.versions.delete(Version.parse('1'));
  expect((await ask(on, 0.92)).verdict).toMatchObject({ status: 'fail' });
  expect(on.seen('pat')).toContain('v1, which a rollback goes to, is not in the registry any more');
});

test('a version that was rolled back says so on its new card, whatever the gates are', async () => {
  const on = await stage({ policy: oneLane });
  for (const auc of [0.9, 0.92]) await goesLive(on, auc);
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  await on.settle(watchMs);
  await on.type('pat', 'resume churn');
  await on.type('pat', 'promote churn@2 to staging');
  expect(on.seen('kim')).toContain('v2 was rolled back here on');
  expect(on.seen('kim')).toContain('errors rose');
});

test('what was rolled back in staging says so on its card in production', async () => {
  const on = await stage({
    policy: policyText.replace(
      'watch: 10m',
      'watch: 10m, rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] }',
    ),
  });
  for (const auc of [0.9, 0.92]) await ask(on, auc).then(() => on.settle(watchMs));
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  await on.type('pat', 'promote churn@2 to production');
  expect(on.seen('kim')).toContain('v2 was rolled back in staging on');
});
