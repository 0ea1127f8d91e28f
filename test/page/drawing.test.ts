import { expect, test } from 'vitest';
import { objectOf } from '../../sandbox/slack/json.ts';
import { parseJson } from '../../sandbox/slack/parse-json.ts';
import { addView, stackModal } from '../../sandbox/slack/views.ts';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';
import { blocks, form, texts } from './gallery.ts';

const here = company();

const jsonOf = (value: unknown) => objectOf(parseJson(JSON.stringify(value)));

async function post(channel: string, drawn: readonly object[]): Promise<void> {
  const { url, botToken } = { url: `${here.slack.apiUrl}chat.postMessage`, botToken: here.slack.botToken };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'gallery', blocks: drawn }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

test('text is drawn in both of the languages that Slack has, and nothing from outside becomes HTML', async () => {
  await post('C0RELEASES', texts);
  const page = await here.open('pat');
  const drawn = page.getByRole('article').last();
  await drawn.getByRole('heading', { name: 'Everything in text 🚀' }).waitFor();
  await expect.poll(() => drawn.locator('.section strong').first().textContent()).toBe('bold');
  await expect.poll(() => drawn.locator('code').first().textContent()).toBe('code *not bold*');
  const words = await drawn.textContent();
  for (const part of [
    '2 * 3 * 4 snake_case_name',
    ':no_such:',
    '@reviewers',
    '#staging',
    '<!channel> *stays text*',
    '<b>no HTML</b>',
  ])
    expect(words).toContain(part);
  expect(words).toMatch(/Sunday, November 2nd(, 2025)? at 11:00 AM/);
  await keepScreen(page, 'gallery-text');
});

test('every block that a message may have is drawn, wide and on a phone', async () => {
  await post('C0STAGING', blocks);
  const desk = await here.open('pat', 'C0STAGING');
  await desk.getByRole('article').last().waitFor();
  await keepScreen(desk, 'gallery-blocks');
  const phone = await here.open('pat', 'C0STAGING', 'phone');
  const drawn = phone.getByRole('article').last();
  for (const part of ['auc', 'Slices', 'Recall', 'A card', 'A container', 'inside', 'Task error'])
    await drawn.getByText(part).first().waitFor();
  await expect.poll(() => phone.getByText('cannot draw').count()).toBe(0);
  await expect.poll(() => phone.locator('em.quiet').count()).toBe(0);
  expect(await phone.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await keepScreen(phone, 'gallery-blocks-phone');
});

test('a button carries what was chosen and typed around it', async () => {
  const page = await here.open('pat', 'C0STAGING');
  const card = page.getByRole('article').last();
  await card.getByRole('combobox', { name: 'Pick one' }).selectOption('two');
  await card.locator('summary', { hasText: 'Pick some' }).click();
  await card.locator('.multi').getByText('three').click();
  await card.getByRole('button', { name: 'plain' }).click();
  const sent = () => here.app.heard.findLast(({ kind }) => kind === 'block_actions')?.body;
  await expect.poll(sent).toMatchObject({ actions: [{ action_id: 'plain' }] });
  const held = Object.assign({}, ...Object.values(objectOf(objectOf(jsonOf(sent())['state'])['values'])));
  expect(held).toMatchObject({
    pick: { selected_option: { value: 'two' } },
    several: { selected_options: [{ value: 'three' }] },
    day: { selected_date: '2026-11-22' },
  });
});

test('what is chosen and typed in every input reaches the app as Slack sends it', async () => {
  const page = await here.open('pat');
  stackModal(here.slack.world, addView(here.slack.world, form, { owner: 'U0PAT', kind: 'modal' }));
  here.slack.world.changes.emit('change');
  const modal = page.getByRole('dialog', { name: 'Every input' });
  await modal.getByRole('textbox', { name: 'Label number' }).fill('4.5');
  await modal.getByRole('textbox', { name: 'Label mail' }).fill('pat@corp.example');
  await modal.getByRole('textbox', { name: 'Label rich' }).fill('some words');
  await modal.getByRole('combobox', { name: 'Label grouped' }).selectOption('three');
  await modal.locator('summary').click();
  await modal.locator('.multi').getByText('one').click();
  await modal.locator('.multi').getByText('three').click();
  expect(await modal.locator('.multi').getByRole('checkbox', { name: 'two' }).isDisabled()).toBe(true);
  await modal.getByRole('combobox', { name: 'Label asked' }).fill('ch');
  await modal.getByRole('option', { name: 'churn for ch' }).click();
  await modal.getByRole('combobox', { name: 'Label person' }).selectOption('U0KIM');
  await modal.getByRole('checkbox', { name: 'two' }).last().check();
  await modal.getByRole('radio', { name: 'two' }).check();
  await modal.getByLabel('Label date').last().fill('2026-12-01');
  await keepScreen(page, 'gallery-form');
  await modal.getByRole('button', { name: 'Send' }).click();
  await modal.waitFor({ state: 'detached' });
  expect(here.app.heard.findLast(({ kind }) => kind === 'view_submission')?.body).toMatchObject({
    view: {
      state: {
        values: {
          line: { line: { value: 'as it was' } },
          number: { number: { value: '4.5' } },
          mail: { mail: { value: 'pat@corp.example' } },
          link: { link: { value: null } },
          rich: { rich: { rich_text_value: { type: 'rich_text' } } },
          one: { one: { selected_option: { value: 'two' } } },
          grouped: { grouped: { selected_option: { value: 'three' } } },
          many: { many: { selected_options: [{ value: 'one' }, { value: 'three' }] } },
          asked: { asked: { selected_option: { value: 'churn' } } },
          person: { person: { selected_user: 'U0KIM' } },
          boxes: { boxes: { selected_options: [{ value: 'two' }] } },
          radio: { radio: { selected_option: { value: 'two' } } },
          date: { date: { selected_date: '2026-12-01' } },
        },
      },
    },
  });
});

test('a picture that was uploaded and a file are shown in the channel', async () => {
  const image = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const { client } = here.app.app;
  await client.filesUploadV2({
    channel_id: 'C0RELEASES',
    file: image,
    filename: 'roc.png',
    title: 'ROC curve',
    alt_text: 'a curve',
  });
  await client.filesUploadV2({
    channel_id: 'C0RELEASES',
    file: Buffer.from('a,b'),
    filename: 'slices.csv',
    title: 'Slices',
  });
  const page = await here.open('pat');
  const picture = page.getByRole('img', { name: 'a curve' });
  await picture.waitFor();
  await expect.poll(() => page.evaluate(`document.querySelector('img[alt="a curve"]').naturalWidth`)).toBe(1);
  await page.getByRole('link', { name: /Slices/ }).waitFor();
});
