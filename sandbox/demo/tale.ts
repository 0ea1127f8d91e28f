import { type MoreVerb, moreOfRelease } from '../../blocks/actions.ts';
import { until } from '../../test/support/until.ts';
import type { Acted } from '../slack/people/acted.ts';
import { type Environment, type Eyes, eyesOn } from './eyes.ts';
import type { Look } from './hands.ts';
import type { Who } from './people.ts';
import { seconds } from './progress.ts';
import type { Stage } from './stage.ts';

const patienceMs = 60_000;

/** What a chapter plays with: its own model, live as v1 on both servers, and everybody's hands and eyes. */
export type Tale = Eyes & {
  readonly stage: Stage;
  /** The registered model that belongs to this chapter alone. */
  readonly model: string;
  /** Waits until it is so and writes one line; a chapter ends at the first thing that does not come true. */
  check(words: string, isSo: () => unknown, withinMs?: number): Promise<void>;
  /** Types a slash command in the production channel. */
  type(who: Who, text: string): Promise<void>;
  /** Presses a button; `version: 0` on a card as it was first posted. */
  press(who: Who, button: { readonly id: string }, options?: { readonly version?: number }): Promise<void>;
  /** Chooses from the overflow menu of the newest card about this model. */
  choose(who: Who, verb: MoreVerb): Promise<void>;
  /** Submits the open modal with a reason. */
  because(who: Who, reason: string): Promise<void>;
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

/** A tale about one model. */
export function taleOf(stage: Stage, chapter: string, model: string, verdict: Verdict): Tale {
  const { slack } = stage.system;
  const eyes = eyesOn(slack.world, model);
  const look = (where: Environment) => stage.hands.look(stage.servers[where].url, model);
  return {
    ...eyes,
    stage,
    model,
    look,
    champion: async (where) => (await look(where)).aliases['champion'],
    check: (words, isSo, withinMs = patienceMs) =>
      checked(isSo, withinMs, (outcome) => verdict(chapter, words, outcome), words),
    type: async (who, text) => arrived(`/mlops ${text}`, await slack.as(who).command('production', '/mlops', text)),
    async press(who, { id }, options) {
      const where = await until(() => eyes.button(who, id), { within: patienceMs });
      arrived(id, await slack.as(who).press(where, id, undefined, options));
    },
    async choose(who, verb) {
      const { ts, value } = await until(() => eyes.entry(verb), { within: patienceMs });
      arrived(verb, await slack.as(who).press(ts, moreOfRelease.id, value));
    },
    async because(who, reason) {
      await until(() => slack.as(who).seen().modals.length > 0);
      arrived(reason, await slack.as(who).submit('modal', { reason }));
    },
  };
}

async function checked(
  isSo: () => unknown,
  within: number,
  verdict: (outcome: { readonly why: string | null; readonly took: string }) => void,
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

/** Slack delivered it and the app acknowledged; anything else is what the person would see. */
function arrived(what: string, { outcome, notice, errors }: Acted): void {
  if (outcome === 'acked' && errors === undefined) return;
  throw new Error(`${what}: ${notice ?? outcome} ${JSON.stringify(errors ?? {})}`);
}
