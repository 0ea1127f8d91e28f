import { expect, test } from 'vitest';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();

test('a slash lists the commands with their hints, and Enter sends what was completed', async () => {
  const page = await here.open('pat');
  const field = page.getByRole('textbox', { name: 'Message #releases' });
  await field.fill('/');
  await page.getByRole('option', { name: /\/mlops promote <model>/ }).waitFor();
  await keepScreen(page, 'command-help');
  await field.press('Tab');
  await expect.poll(() => field.inputValue()).toBe('/mlops ');
  await page.getByRole('status').getByText('promote <model>[@<version>] | status').waitFor();
  await field.pressSequentially('promote churn@14');
  await field.press('Enter');
  const card = page.getByRole('article').filter({ hasText: 'Review: churn v14' });
  await card.getByRole('button', { name: 'Approve' }).waitFor();
  await expect.poll(() => field.inputValue()).toBe('');
});

test('what only one person sees is marked, and nobody else sees it', async () => {
  const page = await here.open('pat');
  await page.getByRole('textbox', { name: 'Message #releases' }).fill('/mlops wat');
  await page.keyboard.press('Enter');
  const secret = page.getByRole('article', { name: /only visible to you/ }).filter({ hasText: 'I do not know wat' });
  await secret.getByText('Only visible to you').waitFor();
  await expect.poll(() => secret.locator('strong', { hasText: 'wat' }).count()).toBe(1);
  const other = await here.open('kim');
  await other.getByRole('log').waitFor();
  await expect.poll(() => other.getByText('I do not know').count()).toBe(0);
});

test('an app that does not answer is told to the person, in the channel and by Slackbot', async () => {
  const page = await here.open('pat');
  await page.getByRole('textbox', { name: 'Message #releases' }).fill('/mlops silence');
  await page.keyboard.press('Enter');
  const words = '/mlops failed with the error "operation_timeout"';
  await page
    .getByRole('article', { name: /Slackbot/ })
    .getByText(words)
    .waitFor();
  await page.getByRole('textbox').fill('/nosuch thing');
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByText('/nosuch is not a valid command').waitFor();
});

test('messages, markup and mentions arrive live; unread channels and pings are marked until they are opened', async () => {
  const page = await here.open('pat');
  await here.slack.as('kim').say('a *bold* _word_ for <@U0PAT> :rocket: &lt;b&gt;', { channel: 'staging' });
  const item = page.getByRole('button', { name: '#staging, unread, 1 mention' });
  await item.waitFor();
  await keepScreen(page, 'unread');
  await item.click();
  const message = page.getByRole('article').filter({ hasText: 'bold word for @pat 🚀 <b>' });
  await message.waitFor();
  await expect.poll(() => message.locator('.mention.mine').textContent()).toBe('@pat');
  await page.getByRole('button', { name: '#staging', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: '#staging', exact: true }).waitFor();
});

test('a mention in a thread counts until the thread is read', async () => {
  const { ts } = await here.slack.as('pat').say('a thread', { channel: 'staging' });
  await here.slack.as('kim').say('<@U0PAT>, here', { channel: 'staging', threadTs: ts });
  const page = await here.open('pat', 'C0STAGING');
  await page.getByRole('button', { name: '#staging, 1 mention' }).waitFor();
  await page
    .locator(`[data-ts="${ts}"]`)
    .getByRole('button', { name: /1 reply.*new/ })
    .click();
  await page.getByRole('button', { name: '#staging', exact: true }).waitFor();
});

test('typed names become mentions, and a thread opens beside the channel and takes replies', async () => {
  const { ts } = await here.slack.as('kim').say('Shall we?', { channel: 'releases' });
  const page = await here.open('pat');
  const message = page.locator(`[data-ts="${ts}"]`).first();
  await message.hover();
  await message.getByRole('button', { name: 'Reply in thread' }).click();
  const thread = page.getByRole('complementary', { name: 'Thread in #releases' });
  await thread.getByRole('textbox', { name: 'Reply…' }).fill('Yes @kim & <all>');
  await page.keyboard.press('Enter');
  await thread.getByText('Yes @kim & <all>').waitFor();
  await message.getByRole('button', { name: /1 reply/ }).waitFor();
  expect(here.slack.seenBy('kim').text).toContain('Yes <@U0KIM> &amp; &lt;all&gt;');
  expect(here.slack.seenBy('kim').pings.map(({ mention }) => mention)).toContain('<@U0KIM>');
  await keepScreen(page, 'thread');
  await thread.getByRole('textbox').fill('/mlops status');
  await page.keyboard.press('Enter');
  await page.getByText('/mlops is not supported in threads. Sorry!').waitFor();
  await page.keyboard.press('Escape');
  await thread.waitFor({ state: 'detached' });
});

test('one becomes somebody else, with their channels and their role; others are joined', async () => {
  const page = await here.open('pat');
  await page.getByRole('button', { name: /Acting as Pat Example/ }).click();
  await keepScreen(page, 'act-as');
  await page.getByRole('menuitem', { name: /Gus Guest.*guest/ }).click();
  await page.getByRole('button', { name: /Acting as Gus Guest/ }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: '#staging' }).count()).toBe(0);
  await page.getByRole('button', { name: /Acting as Gus Guest/ }).click();
  await page.getByRole('menuitem', { name: /Pat Example/ }).click();
  await page.getByRole('button', { name: '#random' }).click();
  await page.getByRole('button', { name: 'Join channel' }).click();
  await page.getByRole('textbox', { name: 'Message #random' }).fill('hello');
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByText('hello').waitFor();
});

test('the newest message is in sight, unless somebody scrolled up to read', async () => {
  const long = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
  for (let count = 0; count < 4; count += 1) await here.slack.as('kim').say(long, { channel: 'staging' });
  const page = await here.open('pat', 'C0STAGING', 'phone');
  await page.getByRole('textbox').fill('/mlops wat');
  await page.keyboard.press('Enter');
  const low = `(list => list.scrollHeight - list.scrollTop - list.clientHeight)(document.querySelector('.messages'))`;
  await page.getByText('I do not know wat').waitFor();
  await expect.poll(() => page.evaluate(low)).toBeLessThan(2);
  await page.getByRole('log').hover();
  await page.mouse.wheel(0, -900);
  await expect.poll(() => page.evaluate(low)).toBeGreaterThan(500);
  await here.slack.as('kim').say('much later', { channel: 'staging' });
  await page.getByText('much later').waitFor({ state: 'attached' });
  expect(await page.evaluate(low)).toBeGreaterThan(500);
});

test('an address leads somewhere: a permalink to its thread, a stranger to the first person', async () => {
  const { ts } = await here.slack.as('kim').say('linked', { channel: 'releases' });
  await here.slack.as('kim').say('below', { channel: 'releases', threadTs: ts });
  const page = await here.open('nobody', 'nowhere');
  await page.getByRole('button', { name: /Acting as Pat Example/ }).waitFor();
  await page.getByRole('main', { name: '#releases' }).waitFor();
  const { permalink = '' } = await here.app.app.client.chat.getPermalink({ channel: 'C0RELEASES', message_ts: ts });
  await page.goto(permalink);
  await page.getByRole('complementary').getByText('below').waitFor();
});

test('reactions and message shortcuts reach the app', async () => {
  const { ts } = await here.slack.as('kim').say('react to me', { channel: 'releases' });
  const page = await here.open('pat');
  const message = page.locator(`[data-ts="${ts}"]`);
  await message.hover();
  await message.getByRole('button', { name: 'React with eyes' }).click();
  await message.locator('.reaction', { hasText: '👀 1' }).waitFor();
  await message.getByRole('button', { name: 'More message actions' }).click();
  await page.getByRole('menuitem', { name: /Link/ }).first().click();
  await expect.poll(() => here.slack.traffic().map(({ name }) => name)).toContain('shortcut link');
});
