import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { byHandModal } from '../../blocks/by-hand-modal.ts';
import { evidenceModal } from '../../blocks/evidence-modal.ts';
import { nobody } from '../../blocks/leaves.ts';
import type { Message } from '../../blocks/message.ts';
import { drawPost } from '../../blocks/post.ts';
import { abandonModal, resumeModal, withdrawModal } from '../../blocks/reason-modal.ts';
import { rejectModal } from '../../blocks/reject-modal.ts';
import { rollBackModal } from '../../blocks/roll-back-modal.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { addView, closeModals, stackModal } from '../../sandbox/slack/views.ts';
import { shortDigest } from '../../src/release/ids.ts';
import { posts } from '../../src/release/posts.ts';
import { type Phase, phases } from '../../src/release/state.ts';
import { around, digest, type Kind, log, names, release, stateOf, story, t0 } from '../blocks/scenes.ts';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();
const kinds: readonly Kind[] = ['promotion', 'rollback', 'adoption'];

async function post(channel: string, message: Message, thread?: string): Promise<string> {
  const body = { channel, ...message, ...(thread ? { thread_ts: thread } : {}) };
  const { ok, ts } = await here.app.app.client.chat.postMessage(body);
  expect(ok).toBe(true);
  return ts ?? '';
}

/** Posts what a story shows: its card, and the lines in its thread. */
async function show(channel: string, kind: Kind, phase: Phase): Promise<string> {
  const steps = story(kind, phase);
  const state = stateOf(steps);
  const all = posts({ state, log: log(steps), around: around(state) }, t0 + 1e9).posts;
  const drawn = all.map((one) => ({ one, message: drawPost(one, { names, mentions: [] }) }));
  const card = drawn.find(({ one }) => one.content.kind === 'card');
  if (!card) throw new Error(`${kind} ${phase} has no card`);
  const ts = await post(channel, card.message);
  for (const line of drawn) if (line !== card) await post(channel, line.message, ts);
  return ts;
}

/** What sticks out to the right of its message. */
const STICKING_OUT = `[...document.querySelectorAll('article')].flatMap((article) => {
  const edge = article.getBoundingClientRect().right;
  return [...article.querySelectorAll('.blocks *')].filter((one) => one.getBoundingClientRect().right > edge + 1)
    .map((one) => one.textContent);
})`;

async function expectDrawn(page: Page): Promise<void> {
  await expect.poll(() => page.getByText('cannot draw').count()).toBe(0);
  expect(await page.evaluate(STICKING_OUT)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}

test.each(kinds)('every card of a %s is drawn whole, wide and on a phone', async (kind) => {
  const channel = here.slack.addChannel({ name: kind, people: ['kim'], app: true });
  for (const phase of phases) await show(channel.id, kind, phase);
  const desk = await here.open('kim', channel.id);
  await desk.setViewportSize({ width: 1280, height: 6_000 });
  await expectDrawn(desk);
  await keepScreen(desk, `cards-${kind}`);
  const phone = await here.open('kim', channel.id, 'phone');
  await phone.getByRole('article').last().waitFor();
  await expect.poll(() => phone.getByRole('article').count()).toBe(phases.length);
  await phone.setViewportSize({ width: 390, height: 8_000 });
  await expectDrawn(phone);
  await keepScreen(phone, `cards-${kind}-phone`);
});

test('the thread of a release reads as its story', async () => {
  const ts = await show('C0RELEASES', 'promotion', 'rolled-back');
  const page = await here.open('kim', `C0RELEASES/${ts}`);
  await page.getByRole('complementary').getByRole('article').nth(1).waitFor();
  await keepScreen(page, 'card-thread');
  await expectDrawn(page);
});

test('every form of a release is drawn', async () => {
  const review = stateOf(story('promotion', 'review'));
  const failed = stateOf(story('promotion', 'failed'));
  const forms: Readonly<Record<string, object>> = {
    reject: rejectModal({ release: release('a'), evidence: shortDigest(digest('a')) }, review),
    withdraw: withdrawModal(release('a')),
    abandon: abandonModal(release('a')),
    'roll-back': rollBackModal(release('a'), 'errors 4.1 % > 1 % since 02:10'),
    resume: resumeModal('churn/production'),
    'by-hand': byHandModal(failed),
    evidence: evidenceModal(review, null, nobody),
  };
  const page = await here.open('kim');
  for (const [name, form] of Object.entries(forms)) {
    const wire: JsonObject = JSON.parse(JSON.stringify(form));
    stackModal(here.slack.world, addView(here.slack.world, wire, { owner: 'U0KIM', kind: 'modal' }));
    here.slack.world.changes.emit('change');
    await page.getByRole('dialog').waitFor();
    await keepScreen(page, `modal-${name}`);
    await expect.poll(() => page.getByText('cannot draw').count()).toBe(0);
    closeModals(here.slack.world, 'U0KIM');
    here.slack.world.changes.emit('change');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});
