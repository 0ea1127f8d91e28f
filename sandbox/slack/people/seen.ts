import { isObject, type Json, type JsonObject, textOf, walk } from '../json.ts';
import { contentWire, messageWire } from '../message-wire.ts';
import type { Notice, Ping } from '../noted.ts';
import { openModals } from '../views.ts';
import type { Person, World } from '../world.ts';
import { visibleMessages } from './place.ts';

/** Everything one person can see now. */
export type Seen = {
  /** Messages by channel name, the oldest first; a thread's replies follow their parent by `thread_ts`. */
  readonly channels: Readonly<Record<string, readonly JsonObject[]>>;
  readonly ephemerals: readonly JsonObject[];
  /** Open modals, the top one last. */
  readonly modals: readonly JsonObject[];
  readonly home: JsonObject | undefined;
  /** The notifications that reached this person. */
  readonly pings: readonly Ping[];
  /** What Slack itself said, such as that the app did not answer. */
  readonly notices: readonly Notice[];
  /** All words on the person's screen, one piece a line: for `toContain`. */
  readonly text: string;
};

/** Reads a person's screen. */
export function seenBy(world: World, person: Person): Seen {
  const channels: Record<string, JsonObject[]> = {};
  for (const message of visibleMessages(world, person)) {
    const name = nameOf(world, message.channel);
    channels[name] = [...(channels[name] ?? []), messageWire(world, message)];
  }
  const ephemerals = world.ephemerals
    .filter((one) => one.to === person.id && !one.gone)
    .map(({ ts, channel, threadTs, content }) => ({ ts, channel, thread_ts: threadTs, ...contentWire(content) }));
  const modals = openModals(world, person.id).map((view) => view.wire);
  const home = world.views.get(world.homes.get(person.id) ?? '')?.wire;
  const notices = world.notices.filter((notice) => notice.user === person.id);
  const shown: Json = [Object.values(channels), ephemerals, modals, home ?? null];
  return {
    channels,
    ephemerals,
    modals,
    home,
    pings: world.pings.filter((ping) => ping.reached.includes(person.id)),
    notices,
    text: [...wordsIn(shown), ...notices.map((notice) => notice.text)].join('\n'),
  };
}

function nameOf(world: World, id: string): string {
  const channel = world.channels.get(id);
  return channel?.kind === 'im' ? 'direct message' : (channel?.name ?? id);
}

function wordsIn(shown: Json): readonly string[] {
  return walk(shown).flatMap((object) => {
    const words = ['text', 'alt_text', 'caption', 'name'].map((name) => textOf(object[name]));
    const title = isObject(object['title']) ? '' : textOf(object['title']);
    return [...words, title].filter(Boolean);
  });
}
