import { elementsOf } from '../blocks/check-blocks.ts';
import { type JsonObject, objectsOf, textOf } from '../json.ts';
import { messageWire } from '../message-wire.ts';
import { messagesIn } from '../messages.ts';
import { newResponseUrl } from '../rights.ts';
import { openModals } from '../views.ts';
import type { Channel, Content, Ephemeral, Message, Person, View, World } from '../world.ts';
import { initialState } from './element-state.ts';
import { channelField } from './payload.ts';

/** What a person can point at: the ts of a message, a view id, `home`, `modal` (the top one), or a test of a message. */
export type Where = string | ((message: Shown) => boolean);

/** A message as a predicate sees it. */
export type Shown = {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string | undefined;
  readonly text: string;
  readonly json: string;
};

/** Where an interaction happens, with what its payload says about it. */
export type Place = {
  readonly blocks: readonly JsonObject[];
  readonly channel?: Channel | undefined;
  readonly view?: View | undefined;
  /** `container`, `message` or `view`, `channel`, `response_url`. */
  fields(): JsonObject;
};

/** An element a person can use, and the block it stands in. */
export type Found = { readonly element: JsonObject; readonly block: JsonObject };

/** Finds what a person points at; the newest match counts. `version` is what a message showed so many edits after the first. */
export function findPlace(world: World, person: Person, where: Where, version?: number): Place {
  const view = typeof where === 'string' ? viewFor(world, person, where) : undefined;
  if (view) return viewPlace(view);
  const ephemeral = world.ephemerals.findLast((one) => one.to === person.id && !one.gone && points(where, one));
  const message = visibleMessages(world, person).findLast((one) => points(where, one));
  if (ephemeral && (!message || ephemeral.ts > message.ts)) return ephemeralPlace(world, person, ephemeral);
  if (message) return messagePlace(world, person, message, version);
  throw new Error(`${person.name} does not see ${typeof where === 'string' ? where : 'such a message'}`);
}

/** Finds an element by its action id; of several the one whose button carries that value. */
export function findElement(place: Place, actionId: string, value?: string): Found {
  const all = place.blocks.flatMap((block) =>
    elementsOf(block).map((element) => ({ element, block: ownerOf(block, element) })),
  );
  const same = all.filter(({ element }) => element['action_id'] === actionId);
  const found = same.find(({ element }) => value !== undefined && element['value'] === value) ?? same[0];
  if (found && (found.element['type'] !== 'button' || value === undefined || found.element['value'] === value))
    return found;
  const there = all.map(({ element }) => textOf(element['action_id'])).join(', ') || 'nothing to press';
  throw new Error(
    `There is no ${actionId}${value === undefined ? '' : ` with value ${value}`} here; there is: ${there}`,
  );
}

/** What every element of these blocks holds, by block and action; `changed` replaces single ones. */
export function stateOf(
  blocks: readonly JsonObject[],
  changed: Readonly<Record<string, Readonly<Record<string, JsonObject>>>> = {},
): JsonObject {
  const values = blocks.map((block): readonly [string, JsonObject] => {
    const id = textOf(block['block_id']);
    const states = elementsOf(block).flatMap((element): readonly (readonly [string, JsonObject])[] => {
      const action = textOf(element['action_id']);
      const state = changed[id]?.[action] ?? initialState(element);
      return state ? [[action, state]] : [];
    });
    return [id, Object.fromEntries(states)];
  });
  return { values: Object.fromEntries(values.filter(([, states]) => Object.keys(states).length > 0)) };
}

/** The messages a person can read. */
export function visibleMessages(world: World, person: Person): readonly Message[] {
  const channels = [...world.channels.values()].filter(
    ({ kind, members }) => members.has(person.id) || (kind === 'public' && person.kind === 'member'),
  );
  const messages = channels.flatMap((channel) => messagesIn(world, channel.id));
  return messages.toSorted((one, other) => one.ts.localeCompare(other.ts));
}

function ownerOf(block: JsonObject, element: JsonObject): JsonObject {
  return objectsOf(block['child_blocks']).find((child) => elementsOf(child).includes(element)) ?? block;
}

function viewFor(world: World, person: Person, where: string): View | undefined {
  if (where === 'home') return world.views.get(world.homes.get(person.id) ?? '');
  const modals = openModals(world, person.id);
  return where === 'modal' ? modals.at(-1) : modals.find(({ id }) => id === where);
}

function points(where: Where, message: Message | Ephemeral): boolean {
  const { channel, ts, threadTs, content } = message;
  if (typeof where === 'string') return ts === where;
  return where({ channel, ts, threadTs, text: content.text, json: JSON.stringify(content) });
}

function viewPlace(view: View): Place {
  return {
    blocks: objectsOf(view.wire['blocks']),
    view,
    fields: () => ({ container: { type: 'view', view_id: view.id }, view: view.wire }),
  };
}

function messagePlace(world: World, person: Person, message: Message, version?: number): Place {
  const content: Content = version === undefined ? message.content : (message.versions[version] ?? message.content);
  const channel = channelOf(world, message.channel);
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {};
  return {
    blocks: blocksOf(content),
    channel,
    fields: () => ({
      container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: false, ...thread },
      channel: channelField(channel),
      message: {
        ...messageWire(world, message),
        ...(content.blocks ? { blocks: content.blocks } : {}),
        text: content.text,
      },
      response_url: newResponseUrl(world, {
        channel: channel.id,
        user: person.id,
        message: { ts: message.ts, ephemeral: false },
        threadTs: message.threadTs,
      }),
    }),
  };
}

function ephemeralPlace(world: World, person: Person, { ts, channel: id, threadTs, content }: Ephemeral): Place {
  const channel = channelOf(world, id);
  return {
    blocks: blocksOf(content),
    channel,
    fields: () => ({
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: id,
        is_ephemeral: true,
        ...(threadTs ? { thread_ts: threadTs } : {}),
      },
      channel: channelField(channel),
      response_url: newResponseUrl(world, { channel: id, user: person.id, message: { ts, ephemeral: true }, threadTs }),
    }),
  };
}

function blocksOf({ blocks, attachments }: Content): readonly JsonObject[] {
  return [...(blocks ?? []), ...(attachments ?? []).flatMap((attachment) => objectsOf(attachment['blocks']))];
}

function channelOf(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel) throw new Error(`There is no channel ${id}`);
  return channel;
}
