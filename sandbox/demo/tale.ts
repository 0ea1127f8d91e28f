import { until } from '../until.ts';
import { type Doing, doings } from './doing.ts';
import { type Environment, type Eyes, eyesOn } from './eyes.ts';
import type { Look } from './hands.ts';
import { seconds } from './progress.ts';
import type { Stage } from './stage.ts';
import type { Trouble } from './troubles.ts';

const patienceMs = 60_000;
const underTrouble = 3;

/** What a chapter plays with: its own model, live as v1 on both servers, and everybody's hands and eyes. */
export type Tale = Eyes &
  Doing & {
    readonly stage: Stage;
    /** The registered model that belongs to this chapter alone. */
    readonly model: string;
    /** How much longer than usual everything may take, because something is wrong. */
    readonly slowness: number;
    /** Waits until it is so and writes one line; a chapter ends at the first thing that does not come true. */
    check(words: string, isSo: () => unknown, withinMs?: number): Promise<void>;
    /** The model as MLflow's own client sees it. */
    look(where: Environment): Promise<Look>;
    /** Where `champion` points, by MLflow's own client. */
    champion(where: Environment): Promise<string | undefined>;
  };

/** Receives each check as it ends; `why` says what was wrong. */
export type Verdict = (
  chapter: string,
  words: string,
  outcome: { readonly why: string | null; readonly took: string },
) => void;

/** A check that did not come true: it has been told, and the chapter ends. */
export class NotSo extends Error {}

/** How many times longer than usual things may take. */
export function slownessUnder(trouble: Trouble | undefined): number {
  return trouble === undefined ? 1 : underTrouble;
}

/** A tale about one model; under a trouble people do again what Slack lost, and everything may take longer. */
export function taleOf(
  stage: Stage,
  {
    chapter,
    model,
    trouble,
  }: { readonly chapter: string; readonly model: string; readonly trouble?: Trouble | undefined },
  verdict: Verdict,
): Tale {
  const { slack } = stage.system;
  const eyes = eyesOn(slack.world, model);
  const slowness = slownessUnder(trouble);
  const look = (where: Environment) => stage.hands.look(stage.servers[where].url, model);
  return {
    ...eyes,
    ...doings({ slack, eyes, model, patienceMs: patienceMs * slowness, insistent: trouble !== undefined }),
    stage,
    model,
    slowness,
    look,
    champion: async (where) => (await look(where)).aliases['champion'],
    check: (words, isSo, withinMs = patienceMs) =>
      checked(isSo, withinMs * slowness, (outcome) => verdict(chapter, words, seen(outcome, eyes)), words),
  };
}

type Outcome = Parameters<Verdict>[2];

/** Whoever reads that something is not so wants to know what there was instead. */
function seen(outcome: Outcome, { screen }: Eyes): Outcome {
  return outcome.why === null ? outcome : { ...outcome, why: `${outcome.why}\n${screen()}` };
}

async function checked(
  isSo: () => unknown,
  within: number,
  verdict: (outcome: Outcome) => void,
  words: string,
): Promise<void> {
  const began = Date.now();
  try {
    await until(async () => ((await isSo()) ? true : null), { within, every: 100 });
  } catch (cause) {
    verdict({ why: cause instanceof Error ? cause.message : String(cause), took: seconds(began) });
    throw new NotSo(words);
  }
  verdict({ why: null, took: seconds(began) });
}
