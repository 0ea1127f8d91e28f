import type { Acted } from '../slack/people/acted.ts';
import { openModals } from '../slack/views.ts';
import type { World } from '../slack/world.ts';
import { until } from '../until.ts';
import { idOf, type Who } from './people.ts';

/** How somebody behaves to whom Slack is not reliable: how often they try, and how long they look whether something came of it. */
const usual = { most: 10, lookMs: 8_000, afterErrorMs: 2_500 };

const asked = /try again|press once more/i;

/** One person at one model: what they do, and what they see of it. */
export type Attempt = {
  readonly who: Who;
  readonly model: string;
  /** What it is called where nothing ever comes of it. */
  readonly what: string;
  /** By what it is answered: a window that opens, or only by words, as a form is, which closes before anything is done. */
  readonly by: 'words or a window' | 'words';
  /** Undefined where there is nothing to do any more, such as a button that is gone. */
  act(): Promise<Acted | undefined>;
};

/**
 * Does something in Slack as a person would who may have been told by Slack that it failed, or hears nothing: looks whether the app has answered,
 * and if not, or if it asks for it, does the same once more. Everything that is done in Slack is answered to the one who did it, in private or by a window.
 */
export async function insist(world: World, attempt: Attempt, patience = usual): Promise<void> {
  for (let time = 0; time < patience.most; time++) {
    const before = onScreen(world, attempt);
    const acted = await attempt.act();
    if (acted?.errors !== undefined) throw new Error(`${attempt.what}: ${JSON.stringify(acted.errors)}`);
    const within = acted?.outcome === 'acked' ? patience.lookMs : patience.afterErrorMs;
    if (acted === undefined || (await answered(world, attempt, { before, within }))) return;
  }
  throw new Error(`${attempt.what}: nothing came of it, ${patience.most} times`);
}

type Looking = { readonly before: Screen; readonly within: number };

/** Whether something new is to be read, and is not that it should be tried again. */
async function answered(world: World, attempt: Attempt, { before, within }: Looking): Promise<boolean> {
  const now = () => onScreen(world, attempt);
  const changed = () => JSON.stringify(now()) !== JSON.stringify(before) && now();
  const after = await until(changed, { within, every: 50 }).catch(() => null);
  if (after === null) return false;
  if (after.windows.join() !== before.windows.join()) return true;
  return !after.told.filter((one) => !before.told.includes(one)).some((one) => asked.test(one));
}

type Screen = { readonly told: readonly string[]; readonly windows: readonly string[] };

/** What one person reads in private about a model, or about none in particular, and the windows they have open. */
function onScreen(world: World, { who, model, by }: Attempt): Screen {
  const mine = world.ephemerals.filter(({ to, gone }) => to === idOf(who) && !gone);
  const told = mine.map(({ ts, content }) => `${ts} ${JSON.stringify(content)}`);
  return {
    told: told.filter((one) => one.includes(model) || !/(churn|fraud)-/.test(one)),
    windows: by === 'words' ? [] : openModals(world, idOf(who)).map(({ hash }) => hash),
  };
}
