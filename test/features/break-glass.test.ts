import { expect, test } from 'vitest';
import {
  approveRelease,
  cancelRollback,
  closeFollowUp,
  confirmBreakGlass,
  confirmRollback,
} from '../../blocks/actions.ts';
import { ReleaseError } from '../../src/errors.ts';
import { cardSeenBy, liveVersion, production, registered } from './gated.ts';
import type { Stage } from './support.ts';

const dayMs = 24 * 3_600_000;
const here = ['break-glass: [U0OTTO, "@platform"]'];

/** v1 is live; v2 would fail its gate. */
async function burning(): Promise<Stage> {
  const on = await production({ here });
  await liveVersion(on, 0.9);
  registered(on, 0.5);
  return on;
}

const asked = 'break-glass churn@2 to production because v1 refuses every customer';

async function broken(): Promise<Stage> {
  const on = await burning();
  await on.type('otto', asked);
  await on.press('otto', confirmBreakGlass);
  await on.settle(31 * 60_000);
  return on;
}

test('breaking the glass is previewed privately, and does nothing before it is confirmed', async () => {
  const on = await burning();
  await on.type('otto', asked);
  const preview = on.told('otto').at(-1) ?? '';
  for (const words of [
    'Not held by ',
    'auc',
    '1 of @reviewers',
    '1 of @platform (required)',
    'v1 refuses every customer',
  ])
    expect(preview).toContain(words);
  expect(preview).toContain(confirmBreakGlass.id);
  expect(on.seen('kim')).not.toContain('v1 refuses every customer');
  await on.press('otto', cancelRollback);
  expect(on.told('otto').at(-1)).toContain('Nothing was done');
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('the preview knows what is live where nobody has looked yet', async () => {
  const on = await production({ here });
  const before = registered(on, 0.9);
  on.model('prod')?.aliases.set('champion', before);
  registered(on, 0.5);
  await on.type('otto', asked);
  expect(on.told('otto').at(-1)).toContain('Live now: v1, before Signalbox.');
});

test('one person of the group lets it in past gates and approvals; everybody who approves hears it', async () => {
  const on = await burning();
  const pings = (who: string) => on.slack.seenBy(who).pings.length;
  const before = ['kim', 'lee', 'plat'].map(pings);
  await on.type('otto', asked);
  await on.press('otto', confirmBreakGlass);
  expect(on.model('prod')?.aliases.get('champion')).toBe('2');
  const card = cardSeenBy(on, 'kim');
  for (const words of ['v1 refuses every customer', 'Break-glass']) expect(card).toContain(words);
  expect(['kim', 'lee', 'plat'].map(pings).every((now, at) => now > (before[at] ?? 0))).toBe(true);
});

test.each([
  ['kim', 'You cannot break the glass here. Can: '],
  ['gus', 'Guests cannot decide'],
])('%s cannot break the glass and is told who can', async (who, words) => {
  const on = await burning();
  await on.type(who, asked);
  expect(on.told(who).at(-1)).toContain(words);
  expect(on.told(who).at(-1)).not.toContain(confirmBreakGlass.id);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('a reason has to be typed', async () => {
  const on = await burning();
  await on.type('otto', 'break-glass churn@2 to production');
  expect(on.told('otto').at(-1)).toContain('Say why');
});

test('where the policy names nobody, nobody can', async () => {
  const on = await production();
  await liveVersion(on, 0.9);
  registered(on, 0.5);
  await on.type('otto', asked);
  expect(on.told('otto').at(-1)).toContain('The policy names nobody under');
});

test('the review that follows is closed by another person, with a note', async () => {
  const on = await broken();
  expect(cardSeenBy(on, 'kim')).toContain('Review by another person due');
  await on.press('otto', closeFollowUp);
  await on.submit('otto', 'all is well');
  expect(on.told('otto').at(-1)).toContain('You acted alone here, so another person has to look at it');
  await on.press('kim', closeFollowUp);
  expect((await on.submit('kim', '   ')).errors).toBeTruthy();
  await on.submit('kim', 'looked at the errors, they are gone');
  expect(on.told('kim').at(-1)).toContain('Closed');
  expect(cardSeenBy(on, 'lee')).toContain('looked at the errors, they are gone');
  expect(cardSeenBy(on, 'lee')).not.toContain(closeFollowUp.id);
  await on.type('lee', 'history churn in production on today');
  expect(on.told('lee').at(-1)).toContain('Let in by break-glass, by @otto; reviewed afterwards by @kim');
  await on.type('lee', 'history churn');
  expect(on.told('lee').at(-1)).toContain('asked by @otto, by break-glass');
});

test('what is owed stands first in pending and in status, and rings once when it is overdue', async () => {
  const on = await broken();
  await on.type('kim', 'pending');
  expect(on.told('kim').at(-1)).toContain('1 review is owed');
  await on.type('kim', 'status churn');
  expect(on.told('kim').at(-1)).toContain('1 review is owed by another person');
  const pings = () => on.slack.seenBy('kim').pings.length;
  const before = pings();
  await on.settle(6 * dayMs);
  expect(pings()).toBe(before + 1);
  expect(cardSeenBy(on, 'kim')).toContain('overdue');
});

test('who left Slack while it waited for the lane lets nothing in any more', async () => {
  const on = await burning();
  const better = registered(on, 0.95);
  on.faults.setAlias = new ReleaseError('registry_refused', { why: 'a test' });
  await on.type('pat', `promote churn@${better} to production`);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  on.faults.setAlias = null;
  await on.type('otto', asked);
  await on.press('otto', confirmBreakGlass);
  expect(cardSeenBy(on, 'kim')).toContain('Waiting: churn v2');
  on.slack.changePerson('U0OTTO', { deleted: true });
  on.clock.advance(70_000);
  await on.choose('plat', 'abandon');
  await on.submit('plat', 'given up');
  await on.settle();
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  expect(on.seen('kim')).toContain('who asked may not break the glass here any more');
});

test('on-call who rolls back alone owes a review too', async () => {
  const on = await production();
  await liveVersion(on, 0.9);
  await liveVersion(on, 0.95);
  await on.type('otto', 'rollback churn in production because errors doubled');
  await on.press('otto', confirmRollback);
  await on.settle(31 * 60_000);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  await on.type('plat', 'pending');
  expect(on.told('plat').at(-1)).toContain('rolled back by ');
  await on.press('plat', closeFollowUp);
  await on.submit('plat', 'the rollback was right');
  expect(on.told('plat').at(-1)).toContain('Closed');
});
