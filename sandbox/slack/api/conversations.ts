import { emitEvent } from '../delivery/events.ts';
import type { JsonObject } from '../json.ts';
import { messageWire } from '../message-wire.ts';
import { messageAt, messagesIn } from '../messages.ts';
import { directMessage, nextTs } from '../people.ts';
import { hasScope, missingScope } from '../rights.ts';
import { channelWire } from '../wire.ts';
import type { Channel, Message, World } from '../world.ts';
import { type Answer, type Call, flagArg, no, numberArg, ok, textArg } from './call.ts';
import { cursorTo, page, positionOf } from './page.ts';

const KINDS: Readonly<Record<string, Channel['kind']>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
};
const FAMILY = { public: 'channels', private: 'groups', im: 'im' };

/** conversations.info */
export function info(call: Call): Answer {
  const found = readable(call, 'read');
  if ('refusal' in found) return found.refusal;
  return ok({ channel: channelWire(call.world, found.channel) });
}

/** conversations.list */
export function list(call: Call): Answer {
  const types = (textArg(call, 'types') || 'public_channel').split(',').map((type) => type.trim());
  if (types.some((type) => !KINDS[type] && type !== 'mpim')) return no('invalid_types');
  const needed = types.flatMap((type) => scopeFor(KINDS[type], 'read')).filter((scope) => !hasScope(call.world, scope));
  if (needed.length > 0) return missingScope(call.world, needed);
  const channels = [...call.world.channels.values()]
    .filter((channel) => types.some((type) => KINDS[type] === channel.kind) && visible(call.world, channel))
    .filter((channel) => !(flagArg(call, 'exclude_archived') && channel.archived));
  return page(
    call,
    'channels',
    channels.map((channel) => channelWire(call.world, channel)),
  );
}

/** conversations.members */
export function members(call: Call): Answer {
  const found = readable(call, 'read');
  return 'refusal' in found ? found.refusal : page(call, 'members', [...found.channel.members]);
}

/** conversations.open */
export function open(call: Call): Answer {
  const users = textArg(call, 'users').split(',').filter(Boolean);
  const known = call.world.channels.get(textArg(call, 'channel'));
  if (known) return ok({ channel: { id: known.id } });
  const [user = ''] = users;
  if (users.length > 1) return no('not_enough_users');
  const person = call.world.people.get(user);
  if (!person) return no('user_not_found');
  if (person.deleted) return no('user_disabled');
  const channel = directMessage(call.world, user);
  return ok({ channel: flagArg(call, 'return_im') ? channelWire(call.world, channel) : { id: channel.id } });
}

/** conversations.join */
export function join(call: Call): Answer {
  const { world } = call;
  const channel = world.channels.get(textArg(call, 'channel'));
  if (!channel || !visible(world, channel)) return no('channel_not_found');
  if (channel.kind !== 'public') return no('method_not_supported_for_channel_type');
  if (channel.archived) return no('is_archived');
  if (channel.members.has(world.app.botUser)) {
    return ok({
      channel: channelWire(world, channel),
      warning: 'already_in_channel',
      response_metadata: { warnings: ['already_in_channel'] },
    });
  }
  channel.members.add(world.app.botUser);
  void emitEvent(
    world,
    'member_joined_channel',
    memberEvent(world, 'member_joined_channel', world.app.botUser, channel),
  );
  return ok({ channel: channelWire(world, channel) });
}

/** conversations.history */
export function history(call: Call): Answer {
  const found = readable(call, 'history');
  if ('refusal' in found) return found.refusal;
  const all = messagesIn(call.world, found.channel.id).filter((message) => !message.threadTs || message.broadcast);
  return messagePage(call, all.toReversed(), 999);
}

/** conversations.replies */
export function replies(call: Call): Answer {
  const found = readable(call, 'history');
  if ('refusal' in found) return found.refusal;
  const ts = textArg(call, 'ts');
  const parent = messageAt(call.world, found.channel.id, ts);
  if (!parent) return no('thread_not_found');
  const thread = messagesIn(call.world, found.channel.id).filter(
    (message) => message.threadTs === (parent.threadTs ?? ts),
  );
  return messagePage(call, parent.threadTs ? [parent] : [parent, ...thread], 1000);
}

/** The event that says somebody came into or left a channel. */
export function memberEvent(world: World, type: string, user: string, channel: Channel): JsonObject {
  const channelType = channel.kind === 'private' ? 'G' : 'C';
  return { type, user, channel: channel.id, channel_type: channelType, team: world.team.id, event_ts: nextTs(world) };
}

function messagePage(call: Call, messages: readonly Message[], most: number): Answer {
  const limit = numberArg(call, 'limit', 100);
  const start = positionOf(textArg(call, 'cursor'));
  if (limit < 1 || limit > most) return no('invalid_limit');
  if (start === undefined) return no('invalid_cursor');
  const within = messages.filter((message) => inTime(call, message));
  const shown = within.slice(start, start + limit);
  const more = start + limit < within.length;
  const withMetadata = flagArg(call, 'include_all_metadata');
  return ok({
    messages: shown.map((message) => messageWire(call.world, message, withMetadata)),
    has_more: more,
    pin_count: 0,
    ...(more ? { response_metadata: { next_cursor: cursorTo(start + limit) } } : {}),
  });
}

function inTime(call: Call, message: Message): boolean {
  const oldest = numberArg(call, 'oldest', 0);
  const latest = numberArg(call, 'latest', Infinity);
  const ts = Number(message.ts);
  return flagArg(call, 'inclusive') ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
}

function readable(call: Call, what: 'read' | 'history'): { readonly channel: Channel } | { readonly refusal: Answer } {
  const { world } = call;
  const channel = world.channels.get(textArg(call, 'channel'));
  if (!channel || !visible(world, channel)) return { refusal: no('channel_not_found') };
  const needed = scopeFor(channel.kind, what);
  if (!needed.every((scope) => hasScope(world, scope))) return { refusal: missingScope(world, needed) };
  if (what === 'history' && !channel.members.has(world.app.botUser)) return { refusal: no('not_in_channel') };
  return { channel };
}

function scopeFor(kind: Channel['kind'] | undefined, what: 'read' | 'history'): readonly string[] {
  return [kind ? `${FAMILY[kind]}:${what}` : `mpim:${what}`];
}

function visible(world: World, channel: Channel): boolean {
  return channel.kind === 'public' || channel.members.has(world.app.botUser);
}
