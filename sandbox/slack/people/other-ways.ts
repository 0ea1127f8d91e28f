import { announcePost } from '../api/announce.ts';
import { memberEvent } from '../api/conversations.ts';
import { checkRule } from '../blocks/check-shape.ts';
import { list, object } from '../blocks/limit-rules.ts';
import { emitEvent } from '../delivery/events.ts';
import { isList, type JsonObject, objectsOf, textOf } from '../json.ts';
import { messageWire } from '../message-wire.ts';
import { messageAt, post } from '../messages.ts';
import { directMessage, nextTs } from '../people.ts';
import { newResponseUrl, newTrigger } from '../rights.ts';
import type { Channel, Delivered, Message, Person, World } from '../world.ts';
import { type Acted, acted, mustBeAble, notSent } from './acted.ts';
import { interact } from './interact.ts';
import { actionTs, channelField, interaction } from './payload.ts';
import { findElement, findPlace, type Where } from './place.ts';

/** Writes a message into a channel, a thread, or (without a channel) the direct messages with the app. */
export async function say(
  world: World,
  person: Person,
  text: string,
  to: { channel?: Channel; threadTs?: string },
): Promise<Message> {
  const channel = to.channel ?? directMessage(world, person.id);
  mustBeAble(world, person, channel.id);
  if (!channel.members.has(person.id)) throw new Error(`${person.name} is not in ${channel.name}`);
  const message = post(world, { channel: channel.id, user: person.id, content: { text }, threadTs: to.threadTs });
  await announcePost(world, message);
  return message;
}

/** Opens the app's Home tab, or its Messages tab. */
export async function openHome(
  world: World,
  person: Person,
  tab: 'home' | 'messages' = 'home',
): Promise<Delivered | undefined> {
  mustBeAble(world, person);
  const view = world.views.get(world.homes.get(person.id) ?? '');
  return emitEvent(world, 'app_home_opened', {
    type: 'app_home_opened',
    user: person.id,
    channel: directMessage(world, person.id).id,
    tab,
    ...(tab === 'home' && view ? { view: view.wire } : {}),
    event_ts: nextTs(world),
  });
}

/** Comes into a channel. */
export async function joinChannel(world: World, person: Person, channel: Channel): Promise<Delivered | undefined> {
  channel.members.add(person.id);
  return emitEvent(world, 'member_joined_channel', memberEvent(world, 'member_joined_channel', person.id, channel));
}

/** Leaves a channel. */
export async function leaveChannel(world: World, person: Person, channel: Channel): Promise<Delivered | undefined> {
  channel.members.delete(person.id);
  return emitEvent(world, 'member_left_channel', memberEvent(world, 'member_left_channel', person.id, channel));
}

/** Puts an emoji under a message. */
export async function react(
  world: World,
  person: Person,
  message: Message,
  name: string,
): Promise<Delivered | undefined> {
  message.reactions.set(name, [...new Set([...(message.reactions.get(name) ?? []), person.id])]);
  return emitEvent(world, 'reaction_added', {
    type: 'reaction_added',
    user: person.id,
    reaction: name,
    item_user: message.user,
    item: { type: 'message', channel: message.channel, ts: message.ts },
    event_ts: nextTs(world),
  });
}

/** Uses a shortcut: a global one, or one on a message. */
export async function shortcut(
  world: World,
  person: Person,
  callbackId: string,
  on?: { channel: Channel; ts: string },
): Promise<Acted> {
  mustBeAble(world, person, on?.channel.id);
  const known = world.app.manifest.features.shortcuts.some(
    ({ callback_id, type }) => callback_id === callbackId && type === (on ? 'message' : 'global'),
  );
  if (!known) return notSent(`The app has no such shortcut: ${callbackId}`);
  const payload = {
    ...interaction(world, person, on ? 'message_action' : 'shortcut'),
    callback_id: callbackId,
    trigger_id: newTrigger(world, person.id),
    action_ts: actionTs(world),
    ...(on ? messageFields(world, person, on) : {}),
  };
  const delivered = await interact(world, `shortcut ${callbackId}`, payload);
  return acted(world, person, delivered, (why) => `⚠ The shortcut failed: the app did not answer (${why})`);
}

/** Types into an external select; answers the options that the app offers. */
export async function suggest(
  world: World,
  person: Person,
  target: { where: Where; action: string; query: string },
): Promise<readonly JsonObject[]> {
  const place = findPlace(world, person, target.where);
  const { element, block } = findElement(place, target.action);
  if (target.query.length < Number(element['min_query_length'] ?? 3)) return [];
  const payload = {
    ...interaction(world, person, 'block_suggestion'),
    ...place.fields(),
    action_id: target.action,
    block_id: textOf(block['block_id']),
    value: target.query,
  };
  const delivered = await interact(world, `block_suggestion ${target.action}`, payload);
  return delivered.outcome === 'acked' ? offered(delivered.body) : [];
}

function offered(body: JsonObject): readonly JsonObject[] {
  const grouped = isList(body['option_groups']);
  const problems: string[] = [];
  const rule = list(object(grouped ? 'option_group' : 'option'), 100, 0);
  checkRule(body[grouped ? 'option_groups' : 'options'] ?? null, rule, { at: '/options', surface: 'modal', problems });
  if (problems.length > 0) return [];
  return grouped
    ? objectsOf(body['option_groups']).flatMap((group) => objectsOf(group['options']))
    : objectsOf(body['options']);
}

function messageFields(world: World, person: Person, on: { channel: Channel; ts: string }): JsonObject {
  const message = messageAt(world, on.channel.id, on.ts);
  if (!message) throw new Error(`There is no message ${on.ts} in ${on.channel.name}`);
  return {
    message_ts: on.ts,
    channel: channelField(on.channel),
    message: messageWire(world, message),
    response_url: newResponseUrl(world, {
      channel: on.channel.id,
      user: person.id,
      message: { ts: on.ts, ephemeral: false },
    }),
  };
}
