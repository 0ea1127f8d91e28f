import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveRelease } from '../../blocks/actions.ts';
import { askForProduction, liveInProduction } from '../../sandbox/demo/chapters/asking.ts';
import type { Stage } from '../../sandbox/demo/stage.ts';
import { freePort } from '../../sandbox/ports.ts';
import { openLog, tale, told } from './log.ts';
import { storyStage } from './stage.ts';

let stage: Stage;
let end: () => Promise<void>;
let second = '';
beforeAll(async () => {
  ({ stage, end } = await storyStage());
  const port = String(await freePort());
  await stage.system.start('edge', { PORT: port });
  await stage.system.start('worker');
  second = `http://127.0.0.1:${port}/slack/events`;
});
afterAll(() => end());

test('two edges and two workers on one Redis post one card and carry it out once', async () => {
  const story = await tale(stage);
  const log = await openLog(stage, story.model);
  const { slack, origin } = stage.system;
  await askForProduction(story);
  await story.press('grace', approveRelease);
  slack.sendTo(second);
  await story.press('karen', approveRelease);
  slack.sendTo(`${origin}/slack/events`);
  await liveInProduction(story, '2');
  await story.check('it is verified', () => story.card('production', 'Verified'));
  const kinds = told(await log.read());
  expect(kinds.filter((kind) => kind === 'execution-started')).toHaveLength(1);
  const started = kinds.filter((kind) => kind.startsWith('step-started'));
  expect(started).toEqual([...new Set(started)]);
  expect(story.cards('production')).toHaveLength(1);
  expect(Object.keys((await story.look('production')).versions)).toHaveLength(2);
  log.close();
}, 120_000);

test('the same request typed twice at once, at both edges, opens one release', async () => {
  const story = await tale(stage);
  const log = await openLog(stage, story.model);
  const { slack, origin } = stage.system;
  const typed = `promote ${story.model}@2 to production`;
  const one = story.type('ada', typed);
  slack.sendTo(second);
  await Promise.all([one, story.type('alan', typed)]);
  slack.sendTo(`${origin}/slack/events`);
  await story.check('there is its card', () => story.card('production', 'Review: '));
  expect(await log.releases()).toBe(1);
  expect(story.cards('production')).toHaveLength(1);
  log.close();
}, 120_000);
