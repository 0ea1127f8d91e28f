import { expect, test } from 'vitest';
import { acceptVerdicts, approveRelease } from '../../blocks/actions.ts';
import { cardSeenBy, liveVersion, production, registered } from './gated.ts';
import type { Stage } from './support.ts';

const comparing = ['{ metric: auc, min: 0.80 }', '{ improves: auc, by: 0.005 }'];

/** v1 is live, measured on one data set; v2 was measured on another one and cannot be compared. */
async function notComparable(auc = 0.92): Promise<Stage> {
  const on = await production({ gates: comparing });
  await liveVersion(on, 0.9, 'march');
  await on.type('pat', `promote churn@${registered(on, auc, 'april')} to production`);
  return on;
}

test('what cannot be compared is accepted by the required group, with a reason that the card shows', async () => {
  const on = await notComparable();
  expect(cardSeenBy(on, 'plat')).toContain('Blocked: churn');
  expect(cardSeenBy(on, 'plat')).toContain('not comparable');
  await on.press('plat', acceptVerdicts);
  expect(on.seen('plat')).toContain('You answer for it');
  await on.submit('plat', 'the new data set is the one that counts from now on');
  expect(on.told('plat').at(-1)).toContain('Nothing keeps it from review any more');
  const card = cardSeenBy(on, 'kim');
  expect(card).toContain('Review: churn');
  expect(card).toContain('the new data set is the one that counts');
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  expect(on.model('prod')?.aliases.get('champion')).toBe('2');
});

test.each([
  ['kim', 'Can accept: @platform'],
  ['pat', 'someone else has to'],
  ['otto', 'Can accept: @platform'],
  ['gus', 'Guests cannot decide'],
])('%s cannot accept it and is told who can', async (who, words) => {
  const on = await notComparable();
  await on.press(who, acceptVerdicts);
  await on.submit(who, 'it is fine');
  expect(on.told(who).at(-1)).toContain(words);
  expect(cardSeenBy(on, 'kim')).toContain('Blocked: churn');
});

test('it waits for those who may accept it, and for nobody else', async () => {
  const on = await notComparable();
  await on.type('plat', 'pending');
  expect(on.told('plat').at(-1)).toContain('1 release waits for you');
  await on.type('kim', 'pending');
  expect(on.told('kim').at(-1)).toContain('Nothing waits for you');
});

test('accepting needs a reason: the window stays open and says so', async () => {
  const on = await notComparable();
  await on.press('plat', acceptVerdicts);
  const acted = await on.submit('plat', '   ');
  expect(acted.errors ?? acted.notice).toBeTruthy();
  expect(on.slack.seenBy('plat').modals).toHaveLength(1);
  expect(cardSeenBy(on, 'kim')).toContain('Blocked: churn');
});

test('what failed is never offered for acceptance', async () => {
  const on = await production({ gates: comparing });
  await on.type('pat', `promote churn@${registered(on, 0.5)} to production`);
  expect(cardSeenBy(on, 'plat')).toContain('Blocked: churn');
  expect(cardSeenBy(on, 'plat')).not.toContain(acceptVerdicts.id);
});

test('accepting what cannot be told leaves what failed', async () => {
  const on = await notComparable(0.5);
  await on.press('plat', acceptVerdicts);
  await on.submit('plat', 'the data is new');
  expect(on.told('plat').at(-1)).toContain('1 gate still keeps it from review');
  expect(cardSeenBy(on, 'plat')).toContain('Blocked: churn');
});

test('other evidence starts anew', async () => {
  const on = await notComparable();
  await on.press('plat', acceptVerdicts);
  await on.submit('plat', 'the data is new');
  const two = [...(on.model('prod')?.versions.values() ?? [])].at(-1);
  two?.tags.set('note', 'changed meanwhile');
  await on.settle(5 * 60_000);
  expect(cardSeenBy(on, 'kim')).toContain('Blocked: churn');
});

test('a live version that the registry does not have is not taken for nothing live', async () => {
  const on = await production({ gates: comparing });
  await liveVersion(on, 0.9);
  const worse = registered(on, 0.85);
  const gone = registered(on, 0.95);
  on.model('prod')?.aliases.set('champion', gone);
  on.model('prod')?.versions.delete(gone);
  await on.type('pat', `promote churn@${worse} to production`);
  await on.settle(70_000);
  const card = cardSeenBy(on, 'kim');
  expect(card).toContain('Point champion at one that is there');
  expect(card).not.toContain('Review: churn');
  expect(card).not.toContain(`"${approveRelease.id}"`);
});
