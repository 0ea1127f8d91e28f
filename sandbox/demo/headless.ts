import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keep } from './endings.ts';
import { type Print, progress, type Step, seconds } from './progress.ts';
import { type Stage, startStage } from './stage.ts';
import { type Told, tell } from './story.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';
import type { Verdict } from './tale.ts';
import { type Transport, type Trouble, troubleSeed } from './troubles.ts';
import { tellUnder } from './under-trouble.ts';

type Options = {
  readonly runs: number;
  readonly only?: string | undefined;
  /** What is wrong with Slack, one story after the other; none for the story as it is. */
  readonly troubles: readonly Trouble[];
  readonly print: Print;
  readonly keep: Keep;
};

/** Starts everything and tells the story as often as asked, under each trouble; answers how many checks came true in all. */
export async function headless({ runs, only, troubles, print, keep }: Options): Promise<Told> {
  print('Starting Signalbox and everything around it\n');
  const step = progress(print);
  const stages = stagesOn(await startSurroundings(step, print, keep), step, keep);
  const all = Array.from({ length: runs }, () => (troubles.length === 0 ? [undefined] : troubles)).flat();
  const verdict = verdictOn(print);
  const sum = { passed: 0, failed: 0 };
  for (const [at, trouble] of all.entries()) {
    const stage = await stages(trouble?.transport ?? 'http');
    const began = Date.now();
    print(`\nThe story${all.length === 1 ? '' : `, ${at + 1} of ${all.length}`}${underWhat(trouble)}`);
    const telling = trouble ? tellUnder(stage, trouble, verdict, only) : tell(stage, verdict, { only });
    const { passed, failed } = await telling;
    sum.passed += passed;
    sum.failed += failed;
    print(`  ${passed} passed, ${failed} failed, told in ${seconds(began)}`);
  }
  return sum;
}

function underWhat(trouble: Trouble | undefined): string {
  return trouble === undefined ? '' : `, under ${trouble.kind}: ${trouble.words} (seed ${troubleSeed})`;
}

/** One set of servers, and on it one stage at a time, which stays up as long as Slack is to be reached in the same way. */
function stagesOn(surroundings: Surroundings, step: Step, keep: Keep): (transport: Transport) => Promise<Stage> {
  let now: { readonly transport: Transport; readonly stage: Stage } | null = null;
  keep(async () => now?.stage.stop());
  return async (transport) => {
    if (now?.transport === transport) return now.stage;
    await now?.stage.stop();
    now = null;
    // Its own folder: what another Slack was told about must not come back here.
    const folder = join(surroundings.folder, transport);
    await mkdir(folder, { recursive: true });
    const stage = await startStage({ ...surroundings, folder, step, transport });
    now = { transport, stage };
    return stage;
  };
}

/** One line a check. */
function verdictOn(print: Print): Verdict {
  return (chapter, words, { why, took }) => {
    const line = `${why === null ? '✓' : '✗'} ${chapter}: ${words}${took === '' ? '' : ` (${took})`}`;
    print(`  ${line}${why === null ? '' : `\n      ${why.replaceAll('\n', '\n      ')}`}`);
  };
}
