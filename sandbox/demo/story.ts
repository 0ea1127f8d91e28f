import { randomBytes } from 'node:crypto';
import { acts, type Chapter } from './acts.ts';
import { staged } from './given.ts';
import type { Stage } from './stage.ts';
import { NotSo, slownessUnder, type Tale, taleOf, type Verdict } from './tale.ts';
import type { Trouble } from './troubles.ts';

export type Told = { readonly passed: number; readonly failed: number };

export type Telling = {
  /** The slugs of the only chapters to tell, with commas. */
  readonly only?: string | undefined;
  /** What is wrong with Slack meanwhile. */
  readonly trouble?: Trouble | undefined;
};

/** Tells the story once, with models of its own; answers how many checks came true. */
export async function tell(stage: Stage, verdict: Verdict, { only, trouble }: Telling = {}): Promise<Told> {
  const count = { passed: 0, failed: 0 };
  const counting: Verdict = (chapter, words, outcome) => {
    if (outcome.why === null) count.passed += 1;
    else count.failed += 1;
    verdict(chapter, words, outcome);
  };
  const run = randomBytes(3).toString('hex');
  const chosen = acts.map((act) => act.filter(({ slug }) => only === undefined || only.split(',').includes(slug)));
  const nameOf = ({ slug, policy }: Chapter) => `${policy?.like ?? 'churn'}-${run}-${slug}`;
  await Promise.all(chosen.flat().map((chapter) => (chapter.given ?? staged('better'))(stage, nameOf(chapter))));
  await stage.system.setModels(
    chosen.flat().map((one) => ({ ...one.policy, name: nameOf(one), lines: one.lines?.(slownessUnder(trouble)) })),
  );
  const playing = (one: Chapter) => {
    const tale = taleOf(stage, { chapter: one.name, model: nameOf(one), trouble }, counting);
    return play(one, tale, counting);
  };
  for (const act of chosen) await Promise.all(act.map(playing));
  return count;
}

async function play({ name, play: act }: Chapter, tale: Tale, verdict: Verdict): Promise<void> {
  try {
    await act(tale);
  } catch (cause) {
    if (cause instanceof NotSo) return;
    verdict(name, 'the chapter broke off', { why: cause instanceof Error ? cause.message : String(cause), took: '' });
  }
}
