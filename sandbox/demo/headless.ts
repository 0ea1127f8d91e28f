import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMlflow } from '../mlflow.ts';
import { startHands } from './hands.ts';
import { type Print, progress, seconds } from './progress.ts';
import { startStage } from './stage.ts';
import { type Told, tell } from './story.ts';
import type { Verdict } from './tale.ts';

type Options = { readonly runs: number; readonly only?: string | undefined; readonly print: Print };

/** Starts everything, tells the story as often as asked, ends everything; answers how many checks came true in all. */
export async function headless({ runs, only, print }: Options): Promise<Told> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-demo-'));
  const step = progress(print);
  const endings: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  const kept = async <T extends { stop(): Promise<void> }>(what: string, work: () => Promise<T>): Promise<T> => {
    const made = await step(what, work);
    endings.unshift(() => made.stop());
    return made;
  };
  try {
    print('Starting');
    const [staging, production, hands] = await Promise.all([
      kept('MLflow for staging', () => startMlflow(join(folder, 'staging'), { say: print })),
      kept('MLflow for production', () => startMlflow(join(folder, 'production'), { say: print })),
      kept("MLflow's own client, in Python", () => startHands(print)),
    ]);
    const urls = { staging: staging.url, production: production.url };
    const stage = await startStage({ folder, hands, urls, step });
    endings.unshift(() => stage.stop());
    const sum = { passed: 0, failed: 0 };
    for (let run = 1; run <= runs; run++) {
      const began = Date.now();
      print(runs === 1 ? '\nThe story' : `\nThe story, ${run} of ${runs}`);
      const told = await tell(stage, verdictOn(print), only);
      sum.passed += told.passed;
      sum.failed += told.failed;
      print(`  told in ${seconds(began)}`);
    }
    return sum;
  } finally {
    for (const end of endings) await end().catch((cause: unknown) => print(`Could not be ended: ${String(cause)}`));
  }
}

/** One line a check. */
export function verdictOn(print: Print): Verdict {
  return (chapter, words, { why, took }) => {
    print(`  ${why === null ? '✓' : '✗'} ${chapter}: ${words} (${took})${why === null ? '' : `\n      ${why}`}`);
  };
}
