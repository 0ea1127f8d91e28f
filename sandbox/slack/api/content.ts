import { MESSAGE } from '../block-limits.ts';
import { blockTextLength, checkBlocks } from '../blocks/check-blocks.ts';
import { fileReady } from '../file-wire.ts';
import { isList, isObject, type Json, type JsonObject, objectsOf, walk } from '../json.ts';
import type { Content, World } from '../world.ts';
import { type Answer, type Call, flagArg, jsonArg, no, noWith, textArg } from './call.ts';

/** Reads and checks what a message is to show; answers the content, or Slack's refusal. */
export function readContent(call: Call): { readonly content: Content } | { readonly refusal: Answer } {
  const blocks = jsonArg(call, 'blocks');
  const attachments = jsonArg(call, 'attachments');
  const refusal = refuseContent(call, blocks, attachments);
  if (refusal) return { refusal };
  const markdown = textArg(call, 'markdown_text');
  const text = linkNames(call, textArg(call, 'text') || markdown).slice(0, MESSAGE.text);
  return {
    content: {
      text,
      ...(isList(blocks) && blocks.length > 0 ? { blocks: objectsOf(blocks) } : {}),
      ...(isList(attachments) && attachments.length > 0 ? { attachments: objectsOf(attachments) } : {}),
    },
  };
}

/** Slack's refusal of blocks in a message, or nothing. */
export function refuseBlocks(world: World, blocks: Json | undefined): Answer | undefined {
  if (blocks === undefined) return undefined;
  if (!isList(blocks)) return no('invalid_blocks_format');
  if (blocks.length === 0) return undefined;
  const problems = [...checkBlocks(blocks, 'message'), ...fileProblems(world, blocks)];
  if (problems.length > 0) return noWith('invalid_blocks', problems);
  return blockTextLength(objectsOf(blocks)) > MESSAGE.blockText ? no('msg_blocks_too_long') : undefined;
}

/** Reads the metadata of a message; answers it, or Slack's error code. */
export function readMetadata(call: Call): {
  readonly metadata?: JsonObject | undefined;
  readonly error?: string | undefined;
} {
  const metadata = jsonArg(call, 'metadata');
  if (metadata === undefined || metadata === '') return {};
  if (!isObject(metadata) || !isObject(metadata['event_payload'])) return { error: 'invalid_metadata_format' };
  const type = metadata['event_type'];
  if (typeof type !== 'string' || !/^[A-Za-z0-9_.-]{1,255}$/.test(type)) return { error: 'invalid_metadata_format' };
  if (!Object.values(metadata['event_payload']).every((value) => isShallow(value, 2)))
    return { error: 'invalid_metadata_format' };
  const tooLarge = Buffer.byteLength(JSON.stringify(metadata)) > MESSAGE.metadata;
  return tooLarge ? { error: 'metadata_too_large' } : { metadata };
}

function refuseContent(call: Call, blocks: Json | undefined, attachments: Json | undefined): Answer | undefined {
  const full = [blocks, attachments].some((list) => isList(list) && list.length > 0) || isBroken(blocks);
  const wrong = textError(textArg(call, 'text'), textArg(call, 'markdown_text'), full) ?? attachmentsError(attachments);
  if (wrong) return no(wrong);
  return refuseBlocks(call.world, blocks) ?? refuseAttachments(call.world, objectsOf(attachments));
}

function textError(text: string, markdown: string, full: boolean): string | undefined {
  if (markdown && (text || full)) return 'markdown_text_conflict';
  if (markdown.length > MESSAGE.markdown) return 'msg_too_long';
  return text || markdown || full ? undefined : 'no_text';
}

function attachmentsError(attachments: Json | undefined): string | undefined {
  if (attachments === undefined) return undefined;
  if (!isList(attachments)) return 'invalid_attachments';
  return attachments.length > MESSAGE.attachments ? 'too_many_attachments' : undefined;
}

function refuseAttachments(world: World, attachments: readonly JsonObject[]): Answer | undefined {
  for (const attachment of attachments) {
    const refusal = refuseBlocks(world, attachment['blocks']);
    if (refusal) return refusal;
  }
  return undefined;
}

function isBroken(blocks: Json | undefined): boolean {
  return blocks !== undefined && !isList(blocks);
}

function isShallow(value: Json | undefined, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (levels === 0) return false;
  return Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

function fileProblems(world: World, blocks: Json): readonly string[] {
  return walk(blocks).flatMap((object) => {
    const wanted = object['slack_file'];
    if (!isObject(wanted)) return [];
    const file = [...world.files.values()].find(
      ({ id }) => id === wanted['id'] || String(wanted['url']).includes(`/files/${id}/`),
    );
    const usable = file && fileReady(world, file) && /\.(png|jpe?g|gif)$/i.test(file.name);
    return usable ? [] : [`[ERROR] invalid slack file [json-pointer:/blocks]`];
  });
}

/** `link_names` and `parse=full` turn typed names into mentions: that is why they should stay off. */
function linkNames(call: Call, text: string): string {
  if (!flagArg(call, 'link_names') && textArg(call, 'parse') !== 'full') return text;
  const { people } = call.world;
  return text.replace(/(^|\s)@([a-z0-9._-]+)/g, (all, before: string, name: string) => {
    if (['channel', 'here', 'everyone'].includes(name)) return `${before}<!${name}>`;
    const person = [...people.values()].find((someone) => someone.name === name);
    return person ? `${before}<@${person.id}>` : all;
  });
}
