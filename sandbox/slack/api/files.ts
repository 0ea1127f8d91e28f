import { fileWire } from '../file-wire.ts';
import { isList, objectsOf, textOf } from '../json.ts';
import { post } from '../messages.ts';
import { randomId } from '../random.ts';
import type { Channel, FileRecord, World } from '../world.ts';
import { announcePost } from './announce.ts';
import { type Answer, type Call, jsonArg, no, numberArg, ok, textArg } from './call.ts';
import { refuseBlocks } from './content.ts';

/** files.getUploadURLExternal */
export function getUploadUrl(call: Call): Answer {
  const { world } = call;
  const length = numberArg(call, 'length', 0);
  if (!textArg(call, 'filename') || length <= 0) return no('invalid_arguments');
  const id = randomId(world.random, 'F');
  const name = textArg(call, 'filename');
  world.files.set(id, {
    id,
    name,
    length,
    altText: textArg(call, 'alt_txt') || textArg(call, 'alt_text'),
    title: name,
    channels: new Set(),
  });
  return ok({ upload_url: `${world.wires.baseUrl}/upload/${id}`, file_id: id });
}

/** files.completeUploadExternal */
export function completeUpload(call: Call): Answer {
  const { world } = call;
  const wanted = jsonArg(call, 'files');
  if (!isList(wanted) || wanted.length === 0) return no('invalid_arguments');
  const files = objectsOf(wanted).map((file) => ({
    title: textOf(file['title']),
    record: world.files.get(textOf(file['id'])),
  }));
  const records = files.flatMap(({ record }) => (record?.bytes ? [record] : []));
  if (records.length !== wanted.length) return no('file_not_found');
  const place = sharePlace(call);
  if (place && 'error' in place) return no(place.error);
  const refusal = refuseBlocks(world, jsonArg(call, 'blocks'));
  if (refusal) return refusal;
  for (const { title, record } of files) if (record) complete(world, record, title);
  if (place) share(call, place, records);
  return ok({ files: records.map((record) => fileWire(world, record)) });
}

/** files.info */
export function info(call: Call): Answer {
  const file = call.world.files.get(textArg(call, 'file'));
  return file?.completedAt === undefined
    ? no('file_not_found')
    : ok({ file: fileWire(call.world, file), comments: [] });
}

function complete(world: World, record: FileRecord, title: string): void {
  record.completedAt = world.clock.now();
  record.title = title || record.name;
}

function sharePlace(call: Call): Channel | { readonly error: string } | undefined {
  const id = textArg(call, 'channel_id');
  if (!id) return undefined;
  const channel = call.world.channels.get(id);
  if (!channel) return { error: 'channel_not_found' };
  return channel.members.has(call.world.app.botUser) ? channel : { error: 'not_in_channel' };
}

function share(call: Call, channel: Channel, records: readonly FileRecord[]): void {
  const { world } = call;
  for (const record of records) record.channels.add(channel.id);
  const text = textArg(call, 'initial_comment');
  const blocks = text ? [] : objectsOf(jsonArg(call, 'blocks'));
  const message = post(world, {
    channel: channel.id,
    user: world.app.botUser,
    content: { text, ...(blocks.length > 0 ? { blocks } : {}) },
    threadTs: textArg(call, 'thread_ts') || undefined,
    files: records.map(({ id }) => id),
  });
  void announcePost(world, message);
}
