import { expect, test } from 'vitest';
import { drawPost } from '../../blocks/post.ts';
import { incidentPosts } from '../../src/release/incident/posts.ts';
import { aroundIncident, incidentLog, incidentOf, stories } from '../blocks/incident-scenes.ts';
import { names } from '../blocks/scenes.ts';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();

async function show(channel: string, name: string): Promise<string> {
  const story = stories[name] ?? [];
  const parent = 'http://127.0.0.1/archives/C0PROD/p1';
  const told = { state: incidentOf(story), log: incidentLog(story), around: aroundIncident(), parent };
  let root = '';
  for (const post of incidentPosts(told).filter(({ place }) => place !== 'release')) {
    const message = drawPost(post, { names, mentions: [] });
    const thread = root === '' ? {} : { thread_ts: root };
    const { ts } = await here.app.app.client.chat.postMessage({ channel, ...message, ...thread });
    root = root === '' ? (ts ?? '') : root;
  }
  return root;
}

const stickingOut = `[...document.querySelectorAll('article')].flatMap((article) => {
  const edge = article.getBoundingClientRect().right;
  return [...article.querySelectorAll('.blocks *')].filter((one) => one.getBoundingClientRect().right > edge + 1)
    .map((one) => one.textContent);
})`;

test('an incident in every state is drawn whole, wide and on a phone', async () => {
  const channel = here.slack.addChannel({ name: 'alerts', people: ['kim'], app: true });
  const every = Object.keys(stories);
  for (const name of every) await show(channel.id, name);
  for (const size of ['desk', 'phone'] as const) {
    const page = await here.open('kim', channel.id, size);
    await page.getByRole('article').last().waitFor();
    await expect.poll(() => page.getByRole('article').count()).toBe(every.length);
    await page.setViewportSize({ width: size === 'desk' ? 1280 : 390, height: 6_500 });
    expect(await page.getByText('cannot draw').count()).toBe(0);
    expect(await page.evaluate(stickingOut)).toEqual([]);
    await keepScreen(page, `incidents-${size}`);
  }
});

test('the thread of an incident reads as its story', async () => {
  const ts = await show('C0RELEASES', 'worse');
  const page = await here.open('kim', `C0RELEASES/${ts}`);
  await page.getByText('v12 on the same window').first().waitFor();
  await keepScreen(page, 'incident-thread');
});
