import type { Keep } from './endings.ts';
import { type Print, progress, seconds } from './progress.ts';
import { startStage } from './stage.ts';
import { type Told, tell } from './story.ts';
import { startSurroundings } from './surroundings.ts';
import type { Verdict } from './tale.ts';

type Options = {
  readonly runs: number;
  readonly only?: string | undefined;
  readonly print: Print;
  readonly keep: Keep;
};

/** Starts everything and tells the story as often as asked; answers how many checks came true in all. */
export async function headless({ runs, only, print, keep }: Options): Promise<Told> {
  print('Starting Signalbox and everything around it\n');
  const step = progress(print);
  const stage = await startStage({ ...(await startSurroundings(step, print, keep)), step });
  keep(() => stage.stop());
  const sum = { passed: 0, failed: 0 };
  for (let run = 1; run <= runs; run++) {
    const began = Date.now();
    print(runs === 1 ? '\nThe story' : `\nThe story, ${run} of ${runs}`);
    const { passed, failed } = await tell(stage, verdictOn(print), only);
    sum.passed += passed;
    sum.failed += failed;
    print(`  ${passed} passed, ${failed} failed, told in ${seconds(began)}`);
  }
  return sum;
}

/** One line a check. */
function verdictOn(print: Print): Verdict {
  return (chapter, words, { why, took }) => {
    print(`  ${why === null ? '✓' : '✗'} ${chapter}: ${words} (${took})${why === null ? '' : `\n      ${why}`}`);
  };
}
