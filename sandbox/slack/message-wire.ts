import { fileWire } from './file-wire.ts';
import { type JsonObject, objectOf } from './json.ts';
import { messagesIn } from './messages.ts';
import type { Content, Message, World } from './world.ts';

/** A message as history, events and interactions show it; metadata only where it is asked for. */
export function messageWire(world: World, message: Message, metadata = false): JsonObject {
  const replies = messagesIn(world, message.channel).filter((other) => other.threadTs === message.ts);
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    ...contentWire(message.content),
    ...unfurled(message),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(message.botId ? { bot_id: message.botId, app_id: world.app.id, bot_profile: botProfile(world) } : {}),
    team: world.team.id,
    ...(message.editedAt ? { edited: { user: message.user, ts: message.editedAt } } : {}),
    ...(message.files.length > 0 ? { files: message.files.flatMap((id) => fileById(world, id)) } : {}),
    ...(message.reactions.size > 0 ? { reactions: reactionsWire(message) } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs, parent_user_id: parentUser(world, message) } : {}),
    ...(replies.length > 0 ? threadWire(message, replies) : {}),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** The text, blocks and attachments of a message. */
export function contentWire({ text, blocks, attachments }: Content): JsonObject {
  return { text, ...(blocks ? { blocks } : {}), ...(attachments ? { attachments } : {}) };
}

/** Unfurled links are shown as attachments that say where they came from. */
function unfurled({ content, unfurls }: Message): JsonObject {
  const shown = Object.entries(unfurls).map(([url, unfurl]) => ({ from_url: url, ...objectOf(unfurl) }));
  return shown.length > 0 ? { attachments: [...(content.attachments ?? []), ...shown] } : {};
}

function botProfile(world: World): JsonObject {
  const { id, botId, manifest } = world.app;
  return {
    id: botId,
    app_id: id,
    name: manifest.display_information.name,
    icons: {},
    deleted: false,
    updated: 0,
    team_id: world.team.id,
  };
}

function fileById(world: World, id: string): readonly JsonObject[] {
  const file = world.files.get(id);
  return file ? [fileWire(world, file)] : [];
}

function reactionsWire(message: Message): readonly JsonObject[] {
  return [...message.reactions].map(([name, users]) => ({ name, users, count: users.length }));
}

function parentUser(world: World, message: Message): string {
  return messagesIn(world, message.channel).find((other) => other.ts === message.threadTs)?.user ?? '';
}

function threadWire(message: Message, replies: readonly Message[]): JsonObject {
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts ?? '',
    is_locked: false,
    subscribed: false,
  };
}
