import { type MoreVerb, moreOfRelease } from '../../blocks/actions.ts';
import { type incidentMoreVerbs, moreOfIncident } from '../../blocks/incident-actions.ts';
import { textOf, walk } from '../slack/json.ts';
import { contentWire } from '../slack/message-wire.ts';
import { messagesIn } from '../slack/messages.ts';
import type { Content, Message, World } from '../slack/world.ts';
import { idOf, type Who } from './people.ts';
import { picture } from './picture.ts';

/** Where models live in the demo, in the order of the path. */
export const environments = ['dev', 'staging', 'production'] as const;
export type Environment = (typeof environments)[number];

const channels: Readonly<Record<Environment, string>> = {
  dev: 'C0DEV',
  staging: 'C0STAGING',
  production: 'C0PROD',
};

const mostTold = 3;

/** What can be chosen from the menu of a card, or of an alert. */
export type MenuVerb = MoreVerb | (typeof incidentMoreVerbs)[number];

/** An entry of an overflow menu, as it is pressed. */
export type Entry = { readonly ts: string; readonly action: string; readonly value: string };

/** What there is to see about one model in Slack. */
export type Eyes = {
  /** Whether the newest card of the model there shows all these words. */
  card(where: Environment, ...words: readonly string[]): boolean;
  /** Whether one message there about the model, card or thread, has all these words. */
  said(where: Environment, ...words: readonly string[]): boolean;
  /** Whether somebody was told all these words privately, in one message. */
  told(who: Who, ...words: readonly string[]): boolean;
  /** Whether somebody was notified of something about the model. */
  pinged(who: Who, where: Environment): boolean;
  /** Where somebody finds a button: on the newest card or thread line that has it, else in a private message. */
  button(who: Who, id: string): string | undefined;
  /** The newest entry of an overflow menu. */
  entry(verb: MenuVerb): Entry | undefined;
  /** Every card of the model, the oldest first, each with all that it ever showed. */
  cards(where: Environment): readonly (readonly string[])[];
  /** The newest card in each channel, and what people were told last: what to look at where something did not come true. */
  screen(): string;
};

/** Looks at Slack with a model in mind. */
export function eyesOn(world: World, model: string): Eyes {
  const about = (where: Environment) => aboutModel(world, channels[where], model);
  const everywhere = () => environments.flatMap(about);
  const shown = (content: Content) => picture(world, contentWire(content));
  const toldTo = (who: Who) => world.ephemerals.filter((one) => one.to === idOf(who) && !one.gone);
  const newestCard = (where: Environment) => about(where).findLast(isCard);
  return {
    card(where, ...words) {
      const newest = newestCard(where);
      return newest !== undefined && includesAll(shown(newest.content), words);
    },
    said: (where, ...words) => about(where).some(({ content }) => includesAll(shown(content), words)),
    told: (who, ...words) => toldTo(who).some(({ content }) => includesAll(shown(content), words)),
    pinged(who, where) {
      const ours = new Set(about(where).map(({ ts }) => ts));
      return world.pings.some(({ ts, reached }) => ours.has(ts) && reached.includes(idOf(who)));
    },
    button(who, id) {
      const private_ = () => toldTo(who).findLast(({ content }) => names(content, model) && has(content, id));
      return (everywhere().findLast(({ content }) => has(content, id)) ?? private_())?.ts;
    },
    entry: (verb) =>
      everywhere()
        .flatMap(({ ts, content }) => entryOf(content, verb, ts))
        .at(-1),
    cards: (where) =>
      about(where)
        .filter(isCard)
        .map(({ versions }) => versions.map(shown)),
    screen: () =>
      [
        ...environments.map(newestCard).flatMap((card) => (card ? [shown(card.content)] : [])),
        ...world.ephemerals
          .filter(({ content }) => names(content, model))
          .slice(-mostTold)
          .map(({ to, content }) => `(only ${to}) ${shown(content)}`),
      ].join('\n'),
  };
}

/** The messages of a channel that are about a model, with their threads, the oldest first. */
function aboutModel(world: World, channel: string, model: string): readonly Message[] {
  const all = messagesIn(world, channel);
  const named = new Set(all.filter(({ content }) => names(content, model)).map(({ ts }) => ts));
  return all.filter(({ ts, threadTs }) => named.has(ts) || named.has(threadTs ?? ''));
}

/** Cards have a headline; what is said about a lane has none. */
function isCard({ threadTs, content }: Message): boolean {
  return threadTs === undefined && (content.blocks ?? []).some((block) => block['type'] === 'header');
}

function names(content: Content, model: string): boolean {
  return JSON.stringify(content).includes(model);
}

function has({ blocks }: Content, id: string): boolean {
  return JSON.stringify(blocks ?? []).includes(`"action_id":"${id}"`);
}

function entryOf({ blocks }: Content, verb: MenuVerb, ts: string): readonly Entry[] {
  const values = walk(blocks ?? []).map((object) => textOf(object['value']));
  return [moreOfRelease, moreOfIncident].flatMap((menu) =>
    values.filter((value) => menu.decode(value)?.verb === verb).map((value) => ({ ts, action: menu.id, value })),
  );
}

function includesAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}
