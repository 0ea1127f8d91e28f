import { expect, test } from 'vitest';
import { approveRelease } from '../../blocks/actions.ts';
import { cardSeenBy, production, registered } from './gated.ts';
import type { Stage } from './support.ts';

const hourMs = 3_600_000;
const waiting = 'Waiting: churn';

async function pausedReview(here: readonly string[] = []): Promise<Stage> {
  const on = await production({ here });
  await on.type('pat', 'pause production until 6h because stock-taking');
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  return on;
}

/** Time goes by while nobody looks, then everything that is due happens. */
async function later(on: Stage, ms: number): Promise<void> {
  on.clock.advance(ms);
  await on.settled();
}

const pings = (on: Stage, who: string) => on.slack.seenBy(who).pings.length;

test('while nothing may move the card says what it waits for, offers no Approve and rings nobody', async () => {
  const on = await pausedReview();
  const card = cardSeenBy(on, 'kim');
  for (const words of [waiting, 'production', 'stock-taking']) expect(card).toContain(words);
  expect(card).not.toContain(`"${approveRelease.id}"`);
  expect(card).not.toContain('approve-with-note');
  expect(['kim', 'lee', 'plat'].map((who) => pings(on, who))).toEqual([0, 0, 0]);
});

test('a card that asks already stops asking at once when somebody pauses', async () => {
  const on = await production();
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  expect(cardSeenBy(on, 'kim')).toContain(`"${approveRelease.id}"`);
  await on.type('pat', 'pause production until tomorrow because stock-taking');
  const card = cardSeenBy(on, 'kim');
  expect(card).toContain(waiting);
  expect(card).not.toContain(`"${approveRelease.id}"`);
});

test('when the pause ends by itself approvals are asked for, once', async () => {
  const on = await pausedReview();
  await later(on, 7 * hourMs);
  expect(cardSeenBy(on, 'kim')).toContain('Review: churn');
  expect(['kim', 'lee', 'plat'].map((who) => pings(on, who))).toEqual([1, 1, 1]);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('when somebody resumes it is the same', async () => {
  const on = await pausedReview();
  await on.type('pat', 'resume production');
  expect(cardSeenBy(on, 'kim')).toContain('Review: churn');
  expect(pings(on, 'kim')).toBe(1);
  await later(on, 2 * hourMs);
  expect(pings(on, 'kim')).toBe(1);
});

test('the calendar waits like a person’s pause, and says when it is over', async () => {
  const on = await production({
    here: ['calendar: [{ closed: "2020-01-01 - 2099-01-01", zone: Europe/Berlin, why: "the shop is closed" }]'],
  });
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  const card = cardSeenBy(on, 'kim');
  for (const words of [waiting, 'the shop is closed']) expect(card).toContain(words);
  await on.type('kim', 'status churn');
  expect(on.told('kim').at(-1)).toContain('the shop is closed');
});

test('an approval that was pressed on an older drawing of the card is refused while nothing may move', async () => {
  const on = await production();
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  const card = [...on.slack.world.messages.values()]
    .flat()
    .findLast((one) => JSON.stringify(one).includes('Review: churn'));
  await on.type('pat', 'pause production because stock-taking');
  await on.slack.as('kim').press(card?.ts ?? '', approveRelease.id, undefined, { version: 0 });
  await on.settled();
  expect(on.told('kim').at(-1)).toContain('Paused: ');
  expect(on.told('kim').at(-1)).toContain('stock-taking');
  expect(cardSeenBy(on, 'kim')).not.toContain('1 of 2');
});

test('reminders go to exactly those who are missing, as often as the policy says', async () => {
  const on = await production({ here: ['remind: [24h, 48h]', 'expires: 30d'] });
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  await on.press('kim', approveRelease);
  expect(['kim', 'lee', 'plat'].map((who) => pings(on, who))).toEqual([1, 1, 1]);
  await later(on, 25 * hourMs);
  expect(['kim', 'lee', 'plat', 'pat', 'otto'].map((who) => pings(on, who))).toEqual([1, 1, 2, 0, 0]);
  await later(on, 24 * hourMs);
  expect(['kim', 'lee', 'plat'].map((who) => pings(on, who))).toEqual([1, 1, 3]);
  await later(on, 10 * 24 * hourMs);
  expect(['kim', 'lee', 'plat'].map((who) => pings(on, who))).toEqual([1, 1, 3]);
});
