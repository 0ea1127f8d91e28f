import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { acceptModal } from '../../blocks/accept-modal.ts';
import { approveModal } from '../../blocks/approve-modal.ts';
import { breakGlassPreview } from '../../blocks/break-glass-preview.ts';
import { checkMessage } from '../../blocks/check-report.ts';
import { closeFollowUpModal } from '../../blocks/close-follow-up-modal.ts';
import { evidenceModal } from '../../blocks/evidence-modal.ts';
import type { Message } from '../../blocks/message.ts';
import { pendingMessage } from '../../blocks/pending.ts';
import { policyMessage } from '../../blocks/policy-words.ts';
import { releaseCard } from '../../blocks/release-card.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { addView, closeModals, stackModal } from '../../sandbox/slack/views.ts';
import { shortDigest } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { view } from '../../src/release/view.ts';
import { bothSides, boxes, gatedScenes } from '../blocks/gated-scenes.ts';
import { checked, policyShown } from '../blocks/gated-views.ts';
import { around, digest, names, release, stateOf, story, version } from '../blocks/scenes.ts';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();
const people = { names, mentions: [] };

function stateIn(name: string): ReleaseState {
  return stateOf(gatedScenes[name]?.steps ?? []);
}

async function post(channel: string, message: Message): Promise<void> {
  expect((await here.app.app.client.chat.postMessage({ channel, ...message })).ok).toBe(true);
}

async function expectDrawn(page: Page): Promise<void> {
  await expect.poll(() => page.getByText('cannot draw').count()).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}

async function look(channel: string, name: string, many: number): Promise<void> {
  for (const size of ['desk', 'phone'] as const) {
    const page = await here.open('kim', channel, size);
    await expect.poll(() => page.getByRole('article').count()).toBe(many);
    await page.setViewportSize({ width: size === 'desk' ? 1280 : 390, height: size === 'desk' ? 7_000 : 9_000 });
    await expectDrawn(page);
    await keepScreen(page, size === 'desk' ? name : `${name}-phone`);
  }
}

test('every card that gates, reviewers and pauses bring is drawn whole, wide and on a phone', async () => {
  const channel = here.slack.addChannel({ name: 'gated', people: ['kim'], app: true });
  for (const [name, scene] of Object.entries(gatedScenes)) {
    const state = stateIn(name);
    await post(channel.id, releaseCard(view(state, around(state, scene.around)), people));
  }
  await look(channel.id, 'cards-gated', Object.keys(gatedScenes).length);
});

test('a check, a policy, a preview and what is pending are drawn whole', async () => {
  const channel = here.slack.addChannel({ name: 'asked', people: ['kim'], app: true });
  const asked = { version: version(14), from: 'staging', live: null, gates: ['auc ≥ 0.80', 'recall'] };
  const { approvals, model, environment } = policyShown().policy;
  const skipped = { approvals, model, environment, skipped: checked().pauses, holding: [] };
  const messages = [
    checkMessage(checked(), people),
    policyMessage(policyShown(), people),
    breakGlassPreview({ ...asked, ...skipped }, 'v8 refuses every customer', people),
    pendingMessage(
      { followUps: [stateIn('break-glass, live')], yours: [stateOf(story('promotion', 'review'))], others: [] },
      people,
    ),
  ];
  for (const message of messages) await post(channel.id, message);
  await look(channel.id, 'messages-gated', messages.length);
});

test('every form that gates and reviewers bring is drawn', async () => {
  const about = { release: release('a'), evidence: shortDigest(digest('a')) };
  const review = stateIn('checklist, one approved');
  const forms: Readonly<Record<string, object>> = {
    approve: approveModal(about, review, { of: 'this-person', groups: [{ group: 'reviewers', boxes }] }),
    'approve-somebody': approveModal(about, review, {
      of: 'somebody',
      groups: ['reviewers', 'platform'].map((group) => ({ group, boxes })),
    }),
    accept: acceptModal(about, stateIn('not comparable')),
    'close-review': closeFollowUpModal(stateIn('break-glass, live'), people),
    'evidence-both-sides': evidenceModal(stateIn('accepted'), bothSides, people),
  };
  const page = await here.open('kim');
  await page.setViewportSize({ width: 1280, height: 1_800 });
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
