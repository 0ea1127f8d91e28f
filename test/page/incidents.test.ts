import { afterAll, expect, test } from 'vitest';
import { drawPost } from '../../blocks/post.ts';
import { painter } from '../../src/charts/painter.ts';
import { trendChart } from '../../src/charts/trend-chart.ts';
import { incidentPosts } from '../../src/release/incident/posts.ts';
import { trendPosts } from '../../src/release/incident/posts-trend.ts';
import {
  aroundIncident,
  type Happening,
  incidentLog,
  incidentOf,
  minute,
  stories,
  symptom,
} from '../blocks/incident-scenes.ts';
import { by, kim, names, t0 } from '../blocks/scenes.ts';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();

const own = painter();
afterAll(() => own.close());

async function show(channel: string, story: readonly Happening[]): Promise<string> {
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

/** The pictures of a story, as they come into its thread. */
async function showPictures(channel: string, thread: string, story: readonly Happening[]): Promise<readonly string[]> {
  const told: string[] = [];
  for (const { content } of trendPosts(incidentOf(story), incidentLog(story))) {
    const drawn = content.kind === 'trend' ? await trendChart(own, content.trend) : null;
    if (drawn?.kind !== 'drawn') throw new Error('it could not be drawn');
    const { png, alt } = drawn.picture;
    const file = { file: Buffer.from(png), filename: 'trend.png', alt_text: alt };
    await here.app.app.client.filesUploadV2({ channel_id: channel, thread_ts: thread, ...file });
    told.push(alt);
  }
  return told;
}

const stickingOut = `[...document.querySelectorAll('article')].flatMap((article) => {
  const edge = article.getBoundingClientRect().right;
  return [...article.querySelectorAll('.blocks *')].filter((one) => one.getBoundingClientRect().right > edge + 1)
    .map((one) => one.textContent);
})`;

test('an incident in every state is drawn whole, wide and on a phone', async () => {
  const channel = here.slack.addChannel({ name: 'alerts', people: ['kim'], app: true });
  const every = Object.values(stories);
  for (const story of every) await show(channel.id, story);
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

test('the thread of an incident reads as its story, with its pictures, on a phone too', async () => {
  const minutes = [9, 15, 21, 27];
  const past = minutes.map((after, nth): Happening => {
    const value = [7.3, 6.1, 4.4, 2.2][nth] ?? 0;
    const reading = {
      name: 'error rate',
      value,
      bound: { sign: '≤' as const, value: 1 },
      trained: 0.6,
      samples: 800,
      unit: '%',
    };
    return [{ kind: 'symptom-changed', symptom: symptom({ at: t0 + after * minute, reading }) }, after];
  });
  const story: readonly Happening[] = [
    ...(stories['worse'] ?? []).slice(0, 2),
    ...past,
    [{ kind: 'incident-acknowledged' }, 28, by(kim)],
    [{ kind: 'symptom-resolved', source: 'alertmanager', key: 'latency', at: t0 + 30 * minute }, 30],
    [{ kind: 'symptom-resolved', source: 'alertmanager', key: 'errors', at: t0 + 33 * minute }, 33],
    [{ kind: 'incident-resolved' }, 33],
  ];
  const ts = await show('C0RELEASES', story);
  const told = await showPictures('C0RELEASES', ts, story);
  expect(told).toHaveLength(2);
  for (const size of ['desk', 'phone'] as const) {
    const page = await here.open('kim', `C0RELEASES/${ts}`, size);
    await page.setViewportSize({ width: size === 'desk' ? 1280 : 390, height: 2_000 });
    for (const alt of told) await expect.poll(() => page.getByRole('img', { name: alt }).count()).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await keepScreen(page, size === 'desk' ? 'incident-thread' : 'incident-thread-phone');
  }
});
