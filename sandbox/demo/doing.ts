import type { Workspace } from '../slack/control/workspace-control.ts';
import type { Acted } from '../slack/people/acted.ts';
import { openModals } from '../slack/views.ts';
import { until } from '../until.ts';
import type { Eyes, MenuVerb } from './eyes.ts';
import { type Attempt, insist } from './insisting.ts';
import { idOf, type Who } from './people.ts';

/** What people do in Slack about one model. */
export type Doing = {
  /** Types a slash command in the production channel. */
  type(who: Who, text: string): Promise<void>;
  /** Presses a button; `version: 0` on a card as it was first posted. */
  press(who: Who, button: { readonly id: string }, options?: { readonly version?: number }): Promise<void>;
  /** Chooses from the overflow menu of the newest card or alert about this model that offers it. */
  choose(who: Who, verb: MenuVerb): Promise<void>;
  /** Submits the open modal with a reason, and with what else it asks for: per block, the boxes that are ticked. */
  because(who: Who, reason: string, ticked?: Readonly<Record<string, readonly string[]>>): Promise<void>;
};

type Place = {
  readonly slack: Workspace;
  readonly eyes: Eyes;
  readonly model: string;
  readonly patienceMs: number;
  /** Whether people do again what Slack lost; else it must work the first time. */
  readonly insistent: boolean;
};

const windowMs = 5_000;

/** Everybody's hands at one model. */
export function doings({ slack, eyes, model, patienceMs, insistent }: Place): Doing {
  const within = patienceMs;
  const attempt = async (one: Omit<Attempt, 'model' | 'by'> & Partial<Pick<Attempt, 'by'>>) => {
    if (insistent) return insist(slack.world, { by: 'words or a window', ...one, model });
    const acted = await one.act();
    if (acted !== undefined) arrived(one.what, acted);
  };
  const click = async (who: Who, what: string, act: Attempt['act']) => {
    const again = () => attempt({ who, what, act });
    openers.set(who, again);
    await again();
  };
  const openers = new Map<Who, () => Promise<void>>();
  return {
    type: (who, text) =>
      attempt({ who, what: `/mlops ${text}`, act: () => slack.as(who).command('production', '/mlops', text) }),
    async press(who, { id }, options) {
      await until(() => eyes.button(who, id), { within });
      await click(who, id, async () => {
        const where = eyes.button(who, id);
        return where === undefined ? undefined : slack.as(who).press(where, id, undefined, options);
      });
    },
    async choose(who, verb) {
      await until(() => eyes.entry(verb), { within });
      await click(who, verb, async () => {
        const entry = eyes.entry(verb);
        return entry === undefined ? undefined : slack.as(who).press(entry.ts, entry.action, entry.value);
      });
    },
    async because(who, reason, ticked = {}) {
      await until(() => windows(slack, who).length > 0, { within: windowMs });
      const act = async () => {
        if (windows(slack, who).length === 0) await openers.get(who)?.();
        return windows(slack, who).length === 0 ? undefined : slack.as(who).submit('modal', { reason, ...ticked });
      };
      await attempt({ who, what: reason, by: 'words', act });
      // Where an acknowledgement was lost the window is still there, though all is done; where a click only seemed lost there is a second one.
      while (insistent && windows(slack, who).length > 0) await slack.as(who).close();
    },
  };
}

function windows({ world }: Workspace, who: Who) {
  return openModals(world, idOf(who));
}

/** Slack delivered it and the app acknowledged; anything else is what the person would see. */
function arrived(what: string, { outcome, notice, errors }: Acted): void {
  if (outcome === 'acked' && errors === undefined) return;
  throw new Error(`${what}: ${notice ?? outcome} ${JSON.stringify(errors ?? {})}`);
}
