import { refuseBlocks } from '../api/content.ts';
import { isList, type JsonObject, objectsOf, textOf } from '../json.ts';
import { edit, messageAt, post, remove, rewrite, whisper } from '../messages.ts';
import { useResponseUrl } from '../rights.ts';
import type { Content, Ephemeral, ResponseUrl, World } from '../world.ts';

/** What a response URL answers: `ok`, or an error with an HTTP status that Slack uses. */
export type ResponseAnswer = { readonly status: number; readonly text: string };

/** Carries out what an app posts to a response URL. */
export function respond(world: World, id: string, body: JsonObject | undefined): ResponseAnswer {
  const place = useResponseUrl(world, id);
  if ('error' in place) return { status: 404, text: place.error };
  if (!body) return { status: 400, text: 'invalid_payload' };
  if (body['delete_original'] === true) return takeAway(world, place);
  const content = contentOf(body);
  if (!content.text && !content.blocks && !content.attachments) return { status: 400, text: 'no_text' };
  const refusal = refuseBlocks(world, body['blocks']);
  if (refusal) return { status: 400, text: textOf(refusal['error']) };
  if (body['replace_original'] === true && place.message) return replace(world, place, content);
  show(world, place, body, content);
  return { status: 200, text: 'ok' };
}

/** Shows what an app answered to a command: to the person alone, or to the channel. */
export function show(
  world: World,
  place: Omit<ResponseUrl, 'expiresAt' | 'uses'>,
  body: JsonObject,
  content: Content,
): void {
  const threadTs = textOf(body['thread_ts']) || place.threadTs;
  if (body['response_type'] === 'in_channel')
    post(world, { channel: place.channel, user: world.app.botUser, content, threadTs });
  else whisper(world, { channel: place.channel, to: place.user, content, threadTs });
}

/** Text, blocks and attachments out of a body. */
export function contentOf(body: JsonObject): Content {
  const { blocks, attachments } = body;
  return {
    text: textOf(body['text']),
    ...(isList(blocks) && blocks.length > 0 ? { blocks: objectsOf(blocks) } : {}),
    ...(isList(attachments) && attachments.length > 0 ? { attachments: objectsOf(attachments) } : {}),
  };
}

function takeAway(world: World, place: ResponseUrl): ResponseAnswer {
  const original = originalOf(world, place);
  if (!original) return { status: 404, text: 'message_not_found' };
  if ('gone' in original) original.gone = true;
  else remove(world, original);
  return { status: 200, text: 'ok' };
}

function replace(world: World, place: ResponseUrl, content: Content): ResponseAnswer {
  const original = originalOf(world, place);
  if (!original) return { status: 404, text: 'message_not_found' };
  if ('gone' in original) rewrite(world, original, content);
  else edit(world, original, content);
  return { status: 200, text: 'ok' };
}

function originalOf(world: World, { message, channel }: ResponseUrl): Ephemeral | ReturnType<typeof messageAt> {
  if (!message) return undefined;
  if (!message.ephemeral) return messageAt(world, channel, message.ts);
  return world.ephemerals.find((ephemeral) => ephemeral.ts === message.ts);
}
