import { MESSAGE } from '../block-limits.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';
import { contentWire, messageWire } from '../message-wire.ts';
import { edit, messageAt, post, remove, whisper } from '../messages.ts';
import { channelNamed, directMessage } from '../people.ts';
import { hasScope } from '../rights.ts';
import type { Channel, Content, Message, World } from '../world.ts';
import { announcePost } from './announce.ts';
import { type Answer, type Call, flagArg, jsonArg, no, ok, textArg } from './call.ts';
import { readContent, readMetadata, refuseBlocks } from './content.ts';

/** chat.postMessage */
export function postMessage(call: Call): Answer {
  const { world } = call;
  const place = placeToPost(call);
  if ('error' in place) return no(place.error);
  const read = readContent(call);
  if ('refusal' in read) return read.refusal;
  const { metadata, error } = readMetadata(call);
  const wrong = error ?? threadError(call, place);
  if (wrong) return no(wrong);
  const threadTs = textArg(call, 'thread_ts') || undefined;
  const broadcast = threadTs !== undefined && flagArg(call, 'reply_broadcast');
  const user = world.app.botUser;
  const message = post(world, { channel: place.id, user, content: read.content, threadTs, broadcast, metadata });
  void announcePost(world, message);
  const long = textArg(call, 'text').length > MESSAGE.text;
  const warnings = long ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } } : {};
  return ok({ channel: place.id, ts: message.ts, message: messageWire(world, message, true), ...warnings });
}

/** chat.postEphemeral */
export function postEphemeral(call: Call): Answer {
  const { world } = call;
  const place = placeToPost(call);
  if ('error' in place) return no(place.error);
  const to = textArg(call, 'user');
  if (!place.members.has(to)) return no('user_not_in_channel');
  const read = readContent(call);
  if ('refusal' in read) return read.refusal;
  const wrong = threadError(call, place);
  if (wrong) return no(wrong);
  const threadTs = textArg(call, 'thread_ts') || undefined;
  return ok({ message_ts: whisper(world, { channel: place.id, to, content: read.content, threadTs }).ts });
}

/** chat.update */
export function update(call: Call): Answer {
  const { world } = call;
  const found = ownMessage(call, 'cant_update_message');
  if ('error' in found) return no(found.error);
  if (textArg(call, 'text').length > MESSAGE.updateText) return no('msg_too_long');
  const read = readContent(call);
  if ('refusal' in read) return read.refusal;
  if (hasRichText(found.content) && !hasRichText(read.content)) return no('block_mismatch');
  const { metadata, error } = readMetadata(call);
  if (error) return no(error);
  edit(world, found, read.content);
  if (metadata) found.metadata = metadata;
  const message = messageWire(world, found, true);
  return ok({ channel: found.channel, ts: found.ts, text: found.content.text, message });
}

/** chat.delete */
export function deleteMessage(call: Call): Answer {
  const found = ownMessage(call, 'cant_delete_message');
  if ('error' in found) return no(found.error);
  remove(call.world, found);
  return ok({ channel: found.channel, ts: found.ts });
}

/** chat.getPermalink */
export function getPermalink(call: Call): Answer {
  const { world } = call;
  const channel = world.channels.get(textArg(call, 'channel'));
  if (!channel) return no('channel_not_found');
  const ts = textArg(call, 'message_ts');
  const message = messageAt(world, channel.id, ts);
  if (!message) return no('message_not_found');
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  const permalink = `${world.wires.baseUrl}/archives/${channel.id}/p${ts.replace('.', '')}${thread}`;
  return ok({ channel: channel.id, permalink });
}

/** chat.unfurl */
export function unfurl(call: Call): Answer {
  const { world } = call;
  const unfurls = jsonArg(call, 'unfurls') ?? jsonArg(call, 'metadata');
  if (!isObject(unfurls)) return no('missing_unfurls');
  const source = textArg(call, 'unfurl_id')
    ? textArg(call, 'unfurl_id').split('/')
    : [textArg(call, 'channel'), textArg(call, 'ts')];
  const message = messageAt(world, source[0] ?? '', source[1] ?? '');
  if (!message) return no(textArg(call, 'unfurl_id') ? 'cannot_find_message' : 'cannot_find_channel');
  const refusal = refuseUnfurls(world, message, unfurls);
  if (refusal) return refusal;
  message.unfurls = { ...message.unfurls, ...unfurls };
  return ok();
}

function refuseUnfurls(world: World, message: Message, unfurls: JsonObject): Answer | undefined {
  const shown = JSON.stringify(contentWire(message.content));
  if (!Object.keys(unfurls).every((url) => shown.includes(url))) return no('cannot_unfurl_url');
  const refusals = Object.values(unfurls).map((unfurled) => refuseBlocks(world, objectOf(unfurled)['blocks']));
  return refusals.find((refusal) => refusal !== undefined);
}

function placeToPost(call: Call): Channel | { readonly error: string } {
  const { world } = call;
  const name = textArg(call, 'channel');
  const person = world.people.get(name);
  const channel = person ? directMessage(world, person.id) : (world.channels.get(name) ?? channelNamed(world, name));
  const member = channel?.members.has(world.app.botUser) ?? false;
  if (!channel || (channel.kind !== 'public' && !member)) return { error: 'channel_not_found' };
  if (channel.archived) return { error: 'is_archived' };
  return member || hasScope(world, 'chat:write.public') ? channel : { error: 'not_in_channel' };
}

function threadError({ world, args }: Call, channel: Channel): string | undefined {
  const ts = args['thread_ts'];
  if (ts === undefined || ts === '') return undefined;
  if (typeof ts !== 'string' || !/^\d{10}\.\d{6}$/.test(ts)) return 'invalid_thread_ts';
  const parent = messageAt(world, channel.id, ts);
  if (!parent) return 'thread_not_found';
  return parent.threadTs ? 'cannot_reply_to_message' : undefined;
}

function ownMessage(call: Call, notOurs: string): Message | { readonly error: string } {
  const { world } = call;
  const channel = knownChannel(world, textArg(call, 'channel'));
  if (!channel) return { error: 'channel_not_found' };
  if (channel.archived) return { error: 'is_archived' };
  const message = messageAt(world, channel.id, textArg(call, 'ts'));
  if (!message) return { error: 'message_not_found' };
  return message.user === world.app.botUser ? message : { error: notOurs };
}

function knownChannel(world: World, id: string): Channel | undefined {
  const channel = world.channels.get(id);
  return channel && (channel.kind === 'public' || channel.members.has(world.app.botUser)) ? channel : undefined;
}

function hasRichText({ blocks }: Content): boolean {
  return blocks?.some((block) => textOf(block['type']) === 'rich_text') ?? false;
}
