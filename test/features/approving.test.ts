import { expect, test } from 'vitest';
import { approveRelease, approveWithNote } from '../../blocks/actions.ts';
import { cardSeenBy, liveVersion, production, registered } from './gated.ts';
import type { Stage } from './support.ts';

const boxes = ['I looked at the slices', 'The data is from this quarter'];
const checklist = `checklist: { reviewers: ["${boxes.join('", "')}"] }`;

/** A version that waits for kim or lee with two boxes to tick, and for plat without any. */
async function withChecklist(): Promise<Stage> {
  const on = await production({ here: [checklist] });
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  return on;
}

async function inReview(): Promise<Stage> {
  const on = await production();
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  return on;
}

test('where there is a checklist, Approve opens a window with this person’s boxes', async () => {
  const on = await withChecklist();
  expect(cardSeenBy(on, 'kim')).toContain('Approve…');
  expect(cardSeenBy(on, 'kim')).not.toContain(`"${approveRelease.id}"`);
  await on.press('kim', approveWithNote);
  for (const words of [...boxes, 'Checklist of reviewers', 'where nothing is live'])
    expect(on.seen('kim')).toContain(words);
  await on.press('plat', approveWithNote);
  for (const words of boxes) expect(on.seen('plat')).not.toContain(words);
});

test('a box that is left open keeps the window open and says so; nothing is counted', async () => {
  const on = await withChecklist();
  await on.press('kim', approveWithNote);
  const acted = await on.submit('kim', { 'boxes-0': [boxes[0] ?? ''] });
  expect(JSON.stringify(acted.errors)).toContain('Tick all 2 boxes to approve');
  expect(on.slack.seenBy('kim').modals).toHaveLength(1);
  expect(cardSeenBy(on, 'kim')).toContain('0 of 2 approvals');
});

test('ticked boxes and the note are kept and shown; both approvals bring it live', async () => {
  const on = await withChecklist();
  await on.press('kim', approveWithNote);
  await on.submit('kim', { 'boxes-0': boxes, reason: 'compared it with last month' });
  expect(on.told('kim').at(-1)).toContain('1 of 2');
  expect(cardSeenBy(on, 'lee')).toContain('compared it with last month');
  expect(cardSeenBy(on, 'lee')).toContain('2 of 2 boxes');
  await on.press('plat', approveWithNote);
  await on.submit('plat');
  expect(on.told('plat').at(-1)).toContain('It starts by itself');
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('while Slack does not say who is in which group, all boxes are shown; the decision still asks for one’s own', async () => {
  const on = await production({
    here: [`checklist: { platform: ["${boxes[0]}"] }`],
    approvals: '[ { from: [platform], min: 1 } ]',
  });
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  on.clock.advance(61_000);
  on.slack.faults.add({ kind: 'rate-limited', on: 'usergroups.*' });
  await on.press('plat', approveWithNote);
  expect(on.seen('plat')).toContain('if you belong to this group');
  on.slack.faults.clear();
  on.clock.advance(61_000);
  await on.submit('plat', 'without the box');
  expect(on.told('plat').at(-1)).toContain('1 box is not ticked');
  await on.press('plat', approveWithNote);
  await on.submit('plat', { 'boxes-0': [boxes[0] ?? ''] });
  expect(on.told('plat').at(-1)).toContain('1 of 1');
});

test('without a checklist Approve is one click, and a note is in the menu', async () => {
  const on = await inReview();
  await on.choose('kim', 'approve-with-note');
  await on.submit('kim', 'looks fine to me');
  expect(on.told('kim').at(-1)).toContain('1 of 2');
  expect(cardSeenBy(on, 'lee')).toContain('looks fine to me');
  await on.press('plat', approveRelease);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('a window that was opened on older evidence does not count, and says what changed', async () => {
  const on = await inReview();
  await on.choose('kim', 'approve-with-note');
  on.model('prod')?.versions.values().next().value?.tags.set('note', 'changed meanwhile');
  await on.settle(5 * 60_000);
  await on.submit('kim', 'looks fine to me');
  expect(on.told('kim').at(-1)).toContain('The evidence changed since that card was drawn');
  expect(on.told('kim').at(-1)).toContain('changed meanwhile');
});

test('an approval is taken back, counts no longer, and may be given again', async () => {
  const on = await inReview();
  await on.press('kim', approveRelease);
  await on.choose('kim', 'take-back');
  expect(on.told('kim').at(-1)).toContain('Taken back: your approval no longer counts. It has 0 of 2 now.');
  expect(cardSeenBy(on, 'lee')).toContain('0 of 2 approvals');
  await on.press('plat', approveRelease);
  expect(on.model('prod')?.aliases.get('champion')).toBeUndefined();
  await on.press('kim', approveRelease);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('who did not approve has nothing to take back', async () => {
  const on = await inReview();
  await on.press('kim', approveRelease);
  await on.choose('lee', 'take-back');
  expect(on.told('lee').at(-1)).toContain('You have not approved this, so there is nothing to take back');
  expect(cardSeenBy(on, 'lee')).toContain('1 of 2 approvals');
});

test('once it is live nothing can be taken back', async () => {
  const on = await production();
  await liveVersion(on, 0.9);
  expect(cardSeenBy(on, 'kim')).not.toContain('take-back');
});

test('a rule may name somebody by their e-mail address', async () => {
  const on = await production({
    approvals: '[ { from: ["kim@corp.example"], min: 1 } ]',
  });
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  expect(on.slack.seenBy('kim').pings).toHaveLength(1);
  await on.press('lee', approveRelease);
  expect(on.told('lee').at(-1)).toContain('Your approval does not count here. Can approve: kim@corp.example.');
  await on.press('kim', approveRelease);
  expect(on.told('kim').at(-1)).toContain('1 of 1');
});
