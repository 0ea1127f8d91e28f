import { ELEMENTS, PASSIVE } from './blocks/element-limits.ts';
import { isObject, type JsonObject, objectsOf, textOf } from './json.ts';
import { nextTs } from './people.ts';
import { notePings } from './pings.ts';
import { randomId } from './random.ts';
import type { Content, Ephemeral, Message, World } from './world.ts';

const INTERACTIVE = new Set(Object.keys(ELEMENTS).filter((type) => !PASSIVE.includes(type)));

/** A message that is about to be posted. */
export type Draft = {
  readonly channel: string;
  readonly user: string;
  readonly content: Content;
  readonly threadTs?: string | undefined;
  readonly broadcast?: boolean | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly files?: readonly string[] | undefined;
};

/** Puts a message into its channel and notifies whom it mentions. */
export function post(world: World, draft: Draft): Message {
  const content = completed(world, draft.content);
  const message: Message = {
    channel: draft.channel,
    ts: nextTs(world),
    user: draft.user,
    botId: draft.user === world.app.botUser ? world.app.botId : undefined,
    threadTs: draft.threadTs,
    broadcast: draft.broadcast ?? false,
    content,
    versions: [content],
    metadata: draft.metadata,
    reactions: new Map(),
    files: draft.files ?? [],
    unfurls: {},
  };
  const kept = world.messages.get(draft.channel) ?? [];
  kept.push(message);
  world.messages.set(draft.channel, kept);
  notePings(world, message);
  return message;
}

/** Changes what a message shows. Nobody is notified by an edit. */
export function edit(world: World, message: Message, content: Content): void {
  message.content = completed(world, content);
  message.versions.push(message.content);
  message.editedAt = nextTs(world);
}

/** Takes a message away. */
export function remove(world: World, message: Message): void {
  world.messages.set(
    message.channel,
    messagesIn(world, message.channel).filter((other) => other !== message),
  );
}

/** Shows one person a message that nobody else sees. */
export function whisper(
  world: World,
  draft: {
    readonly channel: string;
    readonly to: string;
    readonly content: Content;
    readonly threadTs?: string | undefined;
  },
): Ephemeral {
  const ephemeral = { ...draft, ts: nextTs(world), content: completed(world, draft.content), gone: false };
  world.ephemerals.push(ephemeral);
  return ephemeral;
}

/** Replaces what an ephemeral message shows, as only a response URL can. */
export function rewrite(world: World, ephemeral: Ephemeral, content: Content): void {
  ephemeral.content = completed(world, content);
}

/** All messages of a channel, thread replies included, the oldest first. */
export function messagesIn(world: World, channel: string): readonly Message[] {
  return world.messages.get(channel) ?? [];
}

/** One message by its time stamp. */
export function messageAt(world: World, channel: string, ts: string): Message | undefined {
  return messagesIn(world, channel).find((message) => message.ts === ts);
}

/** Blocks as Slack gives them back: every block has an id, every plain text says whether it shows emoji. */
export function completeBlocks(world: World, blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.map((block) => {
    const id = textOf(block['block_id']) || randomId(world.random, '', 5);
    const fields = Object.entries(block).map(([name, value]) => [name, completeValue(world, value)]);
    return { ...Object.fromEntries(fields), block_id: id, ...children(world, block) };
  });
}

function children(world: World, block: JsonObject): JsonObject {
  if (block['child_blocks'] === undefined) return {};
  return { child_blocks: completeBlocks(world, objectsOf(block['child_blocks'])) };
}

function completed(world: World, content: Content): Content {
  return content.blocks ? { ...content, blocks: completeBlocks(world, content.blocks) } : content;
}

function completeValue(world: World, value: JsonObject[string]): JsonObject[string] {
  if (Array.isArray(value)) return value.map((item) => completeValue(world, item) ?? null);
  if (!isObject(value)) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, completeValue(world, inner)]));
  if (value['type'] === 'plain_text') return { emoji: true, ...fields };
  if (value['type'] === 'mrkdwn') return { verbatim: false, ...fields };
  if (INTERACTIVE.has(textOf(value['type']))) return { action_id: randomId(world.random, '', 5), ...fields };
  return fields;
}
