import { expect, test } from 'vitest';
import { troublesNamed } from '../../sandbox/demo/troubles.ts';
import { tellUnder } from '../../sandbox/demo/under-trouble.ts';
import { environment } from '../../sandbox/environment.ts';
import { storyStage } from './stage.ts';

const asked = environment()['SIGNALBOX_FAULT'];
/** A whole story under a fault takes minutes: unless one is asked for, it is the first chapter. */
const { fault, only, fewestChecks } =
  asked === undefined
    ? { fault: 'error', only: 'first', fewestChecks: 15 }
    : { fault: asked, only: undefined, fewestChecks: 280 };
const storyMs = 30 * 60_000;

test.each(troublesNamed(fault))(
  'rule 13: under $kind ($words) the story comes true all the same',
  async (trouble) => {
    const { stage, end } = await storyStage(trouble.transport);
    try {
      const wrong: string[] = [];
      const told = await tellUnder(
        stage,
        trouble,
        (chapter, words, { why }) => {
          if (why !== null) wrong.push(`${chapter}: ${words}. ${why}`);
        },
        only,
      );
      expect(wrong).toEqual([]);
      expect(told.passed).toBeGreaterThanOrEqual(fewestChecks);
    } finally {
      await end();
    }
  },
  storyMs,
);
