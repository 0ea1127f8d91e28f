import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveRelease, confirmRollback, rejectRelease, requestNext } from '../../blocks/actions.ts';
import { type Stage, stage } from '../features/support.ts';
import { keepScreen, openPage, type sizes, startBrowser } from './browser.ts';

const watchMs = 31 * 60_000;
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** Opens #prod as somebody. */
async function as(on: Stage, who: string, size: keyof typeof sizes = 'desk'): Promise<Page> {
  return (await openPage(browser, `${on.slack.url}/#${who}/prod`, size)).page;
}

/** Does something on a page, waits until the app was told, and until everything that follows has happened. */
async function told(on: Stage, delivery: string, act: () => Promise<void>): Promise<void> {
  const count = () => on.slack.traffic().filter(({ name }) => name === delivery).length;
  const before = count();
  await act();
  await expect.poll(count, { timeout: 8_000 }).toBeGreaterThan(before);
  await on.settled();
}

function card(page: Page, words: string) {
  return page.getByRole('article').filter({ hasText: words }).first();
}

async function approve(on: Stage, page: Page): Promise<void> {
  await told(on, `block_actions ${approveRelease.id}`, async () => {
    await card(page, 'Review: churn').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog').getByText('Put churn').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  });
}

test('three people take a version live on the page; who asked for it is refused, privately', async () => {
  const on = await stage();
  on.version(0.91);
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(watchMs);
  const [pat, kim, plat] = [await as(on, 'pat'), await as(on, 'kim', 'phone'), await as(on, 'plat')];
  await pat.goto(`${on.slack.url}/#pat/staging`);
  await told(on, `block_actions ${requestNext.id}`, () =>
    card(pat, 'Verified: churn').getByRole('button', { name: 'Request production' }).click(),
  );
  await pat.goto(`${on.slack.url}/#pat/prod`);
  await approve(on, pat);
  await pat
    .getByRole('article', { name: /only visible to you/ })
    .getByText('someone else has to approve it')
    .waitFor();
  await kim.locator('.message.pinged').first().waitFor();
  await approve(on, kim);
  await keepScreen(kim, 'story-phone-approved');
  await card(kim, 'Review: churn').getByText('1 of 2').waitFor();
  await approve(on, plat);
  for (const page of [pat, kim, plat]) await card(page, 'Live, watching: churn').waitFor();
  await keepScreen(pat, 'story-live');
  await on.settle(watchMs);
  await card(pat, 'Verified: churn').waitFor();
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('a rejection asks for a reason and says it to everybody', async () => {
  const on = await stage();
  on.version(0.91);
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(watchMs);
  await on.press('pat', requestNext);
  const [pat, lee] = [await as(on, 'pat'), await as(on, 'lee')];
  await told(on, `block_actions ${rejectRelease.id}`, () =>
    card(lee, 'Review: churn').getByRole('button', { name: 'Reject…' }).click(),
  );
  const form = lee.getByRole('dialog', { name: 'Reject' });
  await form.getByRole('button', { name: 'Reject' }).click();
  await form.getByRole('alert').waitFor();
  await form.getByRole('textbox', { name: 'Why' }).fill('the slice is too small');
  await form.getByRole('button', { name: 'Reject' }).click();
  await form.waitFor({ state: 'detached' });
  await on.settled();
  await card(pat, 'Rejected: churn').getByText('the slice is too small').waitFor();
  await keepScreen(pat, 'story-rejected');
});

test('on-call, alone and on a phone, puts the last good version back', async () => {
  const on = await stage();
  for (const auc of [0.91, 0.95]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging`);
    await on.settle(watchMs);
    await on.press('pat', requestNext);
    await on.press('kim', approveRelease);
    await on.press('plat', approveRelease);
    await on.settle(watchMs);
  }
  const otto = await as(on, 'otto', 'phone');
  await told(on, 'command /mlops', async () => {
    await otto.getByRole('textbox').fill('/mlops rollback churn because errors doubled');
    await otto.keyboard.press('Enter');
  });
  const preview = otto.getByRole('article', { name: /only visible to you/ }).filter({ hasText: 'v2 → v1?' });
  await preview.waitFor();
  await keepScreen(otto, 'story-phone-rollback');
  await told(on, `block_actions ${confirmRollback.id}`, () => preview.getByRole('button').first().click());
  await preview.waitFor({ state: 'detached' });
  await card(otto, 'Rolled back: churn').waitFor();
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  await keepScreen(otto, 'story-phone-rolled-back');
});
