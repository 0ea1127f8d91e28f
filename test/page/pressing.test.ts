import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();

async function withCard(page: Page) {
  const cards = page.getByRole('article').filter({ hasText: 'Review: churn' });
  await page.getByRole('log').waitFor();
  const before = await cards.count();
  await page.getByRole('textbox', { name: 'Message #releases' }).fill('/mlops promote churn');
  await page.keyboard.press('Enter');
  await cards.nth(before).waitFor();
  return cards.nth(before);
}

const presses = () => here.slack.traffic().filter(({ name }) => name === 'block_actions approve').length;

test('a button asks first where the app wants that; no sends nothing, yes updates the card in place', async () => {
  const page = await here.open('kim');
  const card = await withCard(page);
  await card.getByRole('button', { name: 'Approve' }).click();
  const dialog = page.getByRole('dialog', { name: 'Approve?' });
  await dialog.getByText('Put it live in production, replacing v12.').waitFor();
  await keepScreen(page, 'confirm');
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(presses()).toBe(0);
  await card.getByRole('button', { name: 'Approve' }).click();
  await dialog.getByRole('button', { name: 'Approve it' }).click();
  await page
    .getByRole('article')
    .filter({ hasText: 'Approved: churn v14' })
    .getByRole('button', { name: /1 reply/ })
    .waitFor();
  expect(presses()).toBe(1);
});

test('a form shows what is missing, what the app refuses, a second form on top, and goes', async () => {
  const page = await here.open('kim');
  await (await withCard(page)).getByRole('button', { name: 'Reject…' }).click();
  const modal = page.getByRole('dialog', { name: 'Reject the release' });
  await modal.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect.poll(() => modal.getByRole('alert').count()).toBe(2);
  await modal.getByRole('textbox', { name: 'Reason' }).fill('no');
  await modal.getByRole('combobox', { name: 'Kind' }).selectOption('metrics');
  await modal.getByRole('checkbox', { name: 'the requester' }).check();
  await modal.getByRole('button', { name: 'Reject', exact: true }).click();
  await modal.getByRole('alert').getByText('Say a little more').waitFor();
  await keepScreen(page, 'modal-errors');
  await modal.getByRole('textbox', { name: 'Reason' }).fill('the slice is too small');
  await modal.getByRole('button', { name: 'Reject', exact: true }).click();
  const sure = page.getByRole('dialog', { name: 'Sure?' });
  await sure.getByText('You wrote: the slice is too small').waitFor();
  const sent = here.app.heard.findLast(({ kind }) => kind === 'view_submission')?.body;
  expect(sent).toMatchObject({
    view: {
      state: {
        values: {
          kind: { kind: { selected_option: { value: 'metrics' } } },
          tell: { tell: { selected_options: [{ value: 'requester' }] } },
        },
      },
    },
  });
  await sure.getByRole('button', { name: 'Back' }).click();
  await expect.poll(() => modal.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('the slice is too small');
  await modal.getByRole('button', { name: 'Reject', exact: true }).click();
  await sure.getByRole('button', { name: 'Yes' }).click();
  await page.getByRole('dialog').first().waitFor({ state: 'detached' });
});

test('an overflow menu opens, chooses and closes', async () => {
  const page = await here.open('kim');
  const card = await withCard(page);
  await card.getByRole('button', { name: 'More actions' }).click();
  await keepScreen(page, 'overflow');
  await card.getByRole('menuitem', { name: 'History' }).click();
  await page.getByText('You chose History').waitFor();
  await expect.poll(() => page.getByRole('menuitem').count()).toBe(0);
});

test('the Home tab is drawn by the app and its buttons work; the other tab is a conversation', async () => {
  const page = await here.open('kim');
  await page.getByRole('button', { name: 'Sandbox app' }).click();
  await page.getByRole('heading', { name: 'Your releases' }).waitFor();
  await keepScreen(page, 'home');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.getByRole('textbox', { name: 'Message Sandbox app' }).fill('are you there?');
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByText('are you there?').waitFor();
  expect(here.app.heard.some(({ kind }) => kind === 'event message')).toBe(true);
});

test('the inspector lists every request with its time, and says what was refused and why', async () => {
  const page = await here.open('kim');
  await page.getByRole('button', { name: 'Traffic' }).click();
  const traffic = page.getByRole('region', { name: 'Traffic' });
  await fetch(`${here.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${here.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'C0RELEASES', text: 'x', blocks: [{ type: 'header' }] }),
  });
  const refused = traffic
    .getByRole('row')
    .filter({ hasText: 'chat.postMessage' })
    .filter({ hasText: 'invalid_blocks' });
  await refused.first().waitFor();
  await expect.poll(() => refused.first().textContent()).toMatch(/\d+ ms/);
  await withCard(page);
  await traffic.getByRole('row').filter({ hasText: 'command /mlops' }).filter({ hasText: '200' }).first().waitFor();
  await traffic.getByLabel(/only refused/).check();
  await expect.poll(() => traffic.getByRole('row').filter({ hasText: 'command /mlops' }).count()).toBe(0);
  await refused.first().click();
  await traffic.getByText('missing required field').first().waitFor();
  await keepScreen(page, 'inspector');
  await traffic.getByRole('button', { name: 'Close traffic' }).click();
  await traffic.waitFor({ state: 'detached' });
});

test('when everything is down the page says what went wrong, and goes on afterwards', async () => {
  const page = await here.open('kim');
  await withCard(page);
  here.slack.down(60_000);
  await page.getByRole('textbox').fill('/mlops promote again');
  await page.keyboard.press('Enter');
  await page
    .getByRole('article', { name: /Slackbot/ })
    .getByText('/mlops failed with the error')
    .first()
    .waitFor();
  here.slack.advance(60_000);
  await withCard(page);
});
