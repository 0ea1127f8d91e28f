import { expect, test } from 'vitest';
import { confirmBreakGlass, confirmRollback } from '../../blocks/actions.ts';
import { policyText, type Stage, stage } from './support.ts';

const day = 24 * 3_600_000;

const policy = policyText
  .replace('    exclude: [requester]\n', '    exclude: [requester]\n    break-glass: [U0OTTO]\n')
  .replace(
    'watch: 30m',
    'watch: 30m\n    calendar: [{ closed: "2020-01-01 - 2099-12-31", zone: Europe/Berlin, why: stock-taking }]',
  )
  .replace('min: 0.80', 'min: 0.85');

/** A version that its gate blocks is asked for in production, while the calendar is closed. */
async function blocked(): Promise<Stage> {
  const on = await stage({ policy });
  const version = on.version(0.7);
  await on.type('pat', `promote churn@${version} to production because they said so`);
  return on;
}

async function lane(on: Stage) {
  const state = await on.store.lane(on.lane('production'));
  const [id] = await on.store.history(state.lane, 1);
  const release = id === undefined ? null : await on.store.release(id);
  if (release === null) throw new Error('nothing was opened');
  return { ...state, release };
}

test('break-glass takes a blocked request over, passes the closed calendar, and tells everybody who answers for it', async () => {
  const on = await blocked();
  const pings = () => ['kim', 'lee', 'plat', 'pat'].map((who) => on.slack.seenBy(who).pings.length);
  const before = pings();
  await on.type('otto', 'break-glass churn@1 to production because revenue stops');
  await on.press('otto', confirmBreakGlass);
  const { live, followUps, release } = await lane(on);
  expect(live).toMatchObject({ version: '1', release: release.id });
  expect(followUps).toEqual([release.id]);
  expect(release).toMatchObject({ breakGlass: true, approvals: [], followUp: { why: 'break-glass', closed: null } });
  expect(pings().map((now, at) => now - (before[at] ?? 0))).toEqual([1, 1, 1, 1]);
  const seen = on.seen('kim');
  for (const words of ['revenue stops', 'auc ≥ 0.85', 'Taken over: churn', 'Review by another person due'])
    expect(seen).toContain(words);
  const tags = on.model('prod')?.versions.get(release.version ?? release.source.version)?.tags;
  expect(tags?.get('signalbox.approved-by')).toBe('break-glass by U0OTTO');
  expect(tags?.get('signalbox.gates')).toContain('not passed: auc ≥ 0.85');
});

test('a review that nobody gave is asked for once, of everybody but the one who acted', async () => {
  const on = await blocked();
  await on.type('otto', 'break-glass churn@1 to production because revenue stops');
  await on.press('otto', confirmBreakGlass);
  await on.settle(2 * 3_600_000);
  const pings = () => ['kim', 'lee', 'plat', 'pat', 'otto'].map((who) => on.slack.seenBy(who).pings.length);
  const before = pings();
  await on.settle(6 * day);
  expect(pings().map((now, at) => now - (before[at] ?? 0))).toEqual([1, 1, 1, 1, 0]);
  expect(on.seen('kim')).toContain('Review by another person is overdue since');
  expect((await lane(on)).followUps).toHaveLength(1);
});

test('a rollback by on-call alone is reviewed by another person, too', async () => {
  const onCall = policyText.replace(
    'approvals: none, watch: 10m',
    'approvals: none, watch: 10m, rollback: { on-call: [U0OTTO] }',
  );
  const on = await stage({ policy: onCall });
  for (const auc of [0.9, 0.92]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging`);
    await on.settle(11 * 60_000);
  }
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  const state = await on.store.lane(on.lane('staging'));
  expect(state).toMatchObject({ live: { version: '1' } });
  expect(state.followUps).toHaveLength(1);
  await on.type('pat', 'pending');
  expect(on.told('pat').at(-1)).toContain('1 review is owed');
});
