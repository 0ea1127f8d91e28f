import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stage } from '../../sandbox/demo/stage.ts';
import { tell } from '../../sandbox/demo/story.ts';
import { environment } from '../../sandbox/environment.ts';
import { storyStage } from './stage.ts';

const times = Number(environment()['SIGNALBOX_STORIES'] ?? 1);
const storyMs = 20 * 60_000;
const fewestChecks = 280;

let stage: Stage;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ stage, end } = await storyStage());
});
afterAll(() => end());

test.each(Array.from({ length: times }, (_, at) => at + 1))(
  'the whole story comes true, on real servers (telling %i)',
  async () => {
    const wrong: string[] = [];
    const told = await tell(stage, (chapter, words, { why }) => {
      if (why !== null) wrong.push(`${chapter}: ${words}. ${why}`);
    });
    expect(wrong).toEqual([]);
    expect(told.passed).toBeGreaterThanOrEqual(fewestChecks);
  },
  storyMs,
);
