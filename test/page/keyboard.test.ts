import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();

/** Presses a key until what has the focus is called that. */
async function tabTo(page: Page, key: string, name: string): Promise<void> {
  for (let times = 0; times < 40; times += 1) {
    const focused = page.locator(':focus');
    const label = (await focused.getAttribute('aria-label')) ?? (await focused.textContent()) ?? '';
    if (label.startsWith(name)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reached ${name}`);
}

test('a release is asked for, refused in a form and approved with the keyboard alone', async () => {
  const page = await here.open('kim');
  await page.getByRole('log').waitFor();
  await page.keyboard.type('/');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('promote churn');
  await page.keyboard.press('Enter');
  await page.getByRole('article').filter({ hasText: 'Review: churn' }).waitFor();
  await tabTo(page, 'Shift+Tab', 'Reject…');
  await page.keyboard.press('Enter');
  const modal = page.getByRole('dialog', { name: 'Reject the release' });
  await modal.waitFor();
  await tabTo(page, 'Tab', 'Reason');
  await page.keyboard.type('no');
  await page.keyboard.press('Control+Enter');
  await modal.getByRole('alert').first().waitFor();
  await expect.poll(() => page.locator(':focus').getAttribute('aria-label')).toBe('Kind');
  await page.keyboard.press('Escape');
  await modal.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator(':focus').textContent()).toBe('Reject…');
  await tabTo(page, 'Shift+Tab', 'Approve');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Approve?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => page.locator(':focus').textContent()).toBe('Approve');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator(':focus').textContent()).toBe('Approve it');
  await page.keyboard.press('Enter');
  await page.getByRole('article').filter({ hasText: 'Approved: churn' }).waitFor();
});

test('menus move with the arrows and close with Escape', async () => {
  const page = await here.open('pat');
  await tabTo(page, 'Shift+Tab', 'Acting as Pat Example');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.locator(':focus').textContent()).toContain('Kim Example');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Acting as Kim Example/ }).waitFor();
});

test('on a phone the channels are a list of their own, and a card, a thread and a form fill the screen', async () => {
  await here.slack.as('pat').command('releases', '/mlops', 'promote churn');
  const page = await here.open('kim', '', 'phone');
  await keepScreen(page, 'phone-channels');
  await page.getByRole('button', { name: /#releases/ }).click();
  const card = page.getByRole('article').filter({ hasText: 'Review: churn' }).last();
  await card.waitFor();
  await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(false);
  await keepScreen(page, 'phone-card');
  await card.getByRole('button', { name: 'Reject…' }).click();
  const modal = page.getByRole('dialog', { name: 'Reject the release' });
  await modal.waitFor();
  await keepScreen(page, 'phone-modal');
  expect((await modal.boundingBox())?.width).toBe(390);
  await modal.getByRole('button', { name: 'Cancel' }).click();
  await card.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('button', { name: 'Approve it' }).click();
  await page
    .getByRole('button', { name: /1 reply/ })
    .last()
    .click();
  await page.getByRole('complementary').getByText('Approved by @kim').waitFor();
  await keepScreen(page, 'phone-thread');
  await page.getByRole('button', { name: 'Close thread' }).click();
  await page.getByRole('button', { name: 'Back to channels' }).click();
  await page.getByRole('navigation').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
});
