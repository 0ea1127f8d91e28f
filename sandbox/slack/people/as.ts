import type { Json, JsonObject } from '../json.ts';
import { messageAt } from '../messages.ts';
import { findChannel } from '../people.ts';
import type { Delivered, Message, Person, World } from '../world.ts';
import type { Acted } from './acted.ts';
import { command } from './command.ts';
import type { Held, Values } from './fill-in.ts';
import { joinChannel, leaveChannel, openHome, react, say, shortcut, suggest } from './other-ways.ts';
import type { Where } from './place.ts';
import { type PressOptions, press } from './press.ts';
import { type Seen, seenBy } from './seen.ts';
import { close, submit } from './submit.ts';

/** What one person can do. Everything resolves when the app has acknowledged, or was found not to. */
export type Actor = {
  readonly person: Person;
  command(channel: string, name: string, text: string): Promise<Acted>;
  press(where: Where, action: string, value?: Json, options?: PressOptions): Promise<Acted>;
  /** `modal` is the top one; else a view id or callback id. Values go by action id or block id; `held` by both, as a page knows them. */
  submit(view: string, values: Values, held?: Held): Promise<Acted>;
  close(view?: string): Promise<Acted>;
  suggest(where: Where, action: string, query: string): Promise<readonly JsonObject[]>;
  shortcut(callbackId: string, on?: { readonly channel: string; readonly ts: string }): Promise<Acted>;
  openHome(tab?: 'home' | 'messages'): Promise<Delivered | undefined>;
  /** Without a channel it goes to the direct messages with the app. */
  say(text: string, to?: { readonly channel?: string; readonly threadTs?: string }): Promise<Message>;
  react(channel: string, ts: string, name: string): Promise<Delivered | undefined>;
  join(channel: string): Promise<Delivered | undefined>;
  leave(channel: string): Promise<Delivered | undefined>;
  seen(): Seen;
};

/** Acts as a person. */
export function actAs(world: World, person: Person): Actor {
  return {
    person,
    command: (channel, name, text) => command(world, person, findChannel(world, channel), name, text),
    press: (where, action, value, options) => press(world, person, { where, action, value }, options),
    submit: (view, values, held) => submit(world, person, view, { values, ...(held ? { held } : {}) }),
    close: (view = 'modal') => close(world, person, view),
    suggest: (where, action, query) => suggest(world, person, { where, action, query }),
    shortcut: (id, on) => shortcut(world, person, id, on && { channel: findChannel(world, on.channel), ts: on.ts }),
    openHome: (tab) => openHome(world, person, tab),
    say: (text, { channel, threadTs } = {}) =>
      say(world, person, text, {
        ...(channel ? { channel: findChannel(world, channel) } : {}),
        ...(threadTs ? { threadTs } : {}),
      }),
    react: (channel, ts, name) => react(world, person, existing(world, channel, ts), name),
    join: (channel) => joinChannel(world, person, findChannel(world, channel)),
    leave: (channel) => leaveChannel(world, person, findChannel(world, channel)),
    seen: () => seenBy(world, person),
  };
}

function existing(world: World, channel: string, ts: string): Message {
  const message = messageAt(world, findChannel(world, channel).id, ts);
  if (!message) throw new Error(`There is no message ${ts} in ${channel}`);
  return message;
}
