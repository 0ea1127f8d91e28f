import { expect } from 'vitest';
import { limits } from '../../blocks/limits.ts';
import { characters, type Message } from '../../blocks/message.ts';
import { checkBlocks } from '../../sandbox/slack/blocks/check-blocks.ts';
import { checkView } from '../../sandbox/slack/blocks/check-view.ts';
import { type Json, type JsonObject, walk } from '../../sandbox/slack/json.ts';
import { parseJson } from '../../sandbox/slack/parse-json.ts';

const drawn = ['section', 'context', 'rich_text', 'image', 'actions', 'header'];

/** A drawing as Slack receives it. */
export function wire(value: unknown): Json {
  return parseJson(JSON.stringify(value)) ?? null;
}

function objects(value: unknown): readonly JsonObject[] {
  return walk(wire(value));
}

/** What every message of ours keeps, whatever is in it. */
export function expectMessage(message: Message): void {
  expect(checkBlocks(wire(message.blocks), 'message')).toEqual([]);
  expect(message.blocks.length).toBeLessThanOrEqual(limits.message.blocks);
  expect(characters(message.blocks)).toBeLessThanOrEqual(limits.message.characters);
  expect(message.blocks.map(({ type }) => type)).toContain('rich_text');
  expect(message.blocks.filter(({ type }) => !drawn.includes(type))).toEqual([]);
  expect(message.text.length).toBeGreaterThan(3);
  expect(message.text.length).toBeLessThanOrEqual(limits.message.push);
  expectNoMarkup(message);
}

/** What every modal keeps. */
export function expectModal(view: unknown): void {
  expect(checkView(wire(view), 'modal')).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(limits.view.bytes);
  expect(objects(view).filter((one) => one['type'] === 'mrkdwn')).toEqual([]);
}

function expectNoMarkup(message: Message): void {
  expect(objects(message.blocks).filter((one) => one['type'] === 'mrkdwn' || one['type'] === 'broadcast')).toEqual([]);
  expect(message.text).not.toMatch(/[<>]/);
  const shown = `${message.text} ${read(message.blocks)}`;
  expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/u);
}

/** All that people read in a drawing, in order: dates by their fallback, mentions as `<@U…>`. */
export function read(value: unknown): string {
  return objects(value)
    .map(leaf)
    .filter((text) => text !== '')
    .join(' ');
}

function leaf(one: JsonObject): string {
  if (typeof one['text'] === 'string') return one['text'];
  if (one['type'] === 'user') return `<@${String(one['user_id'])}>`;
  if (one['type'] === 'usergroup') return `<!subteam^${String(one['usergroup_id'])}>`;
  return typeof one['fallback'] === 'string' ? one['fallback'] : '';
}

/** Who is pinged by a drawing that is posted first. */
export function pinged(value: unknown): readonly string[] {
  return objects(value).flatMap((one) => (one['type'] === 'user' ? [String(one['user_id'])] : []));
}

/** The labels in the row of buttons, then those in the overflow. */
export function labels(message: Message): { readonly row: readonly string[]; readonly more: readonly string[] } {
  const elements = message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return {
    row: elements.flatMap((one) => (one.type === 'button' ? [one.text.text] : [])),
    more: elements.flatMap((one) => (one.type === 'overflow' ? one.options.map((option) => option.text.text) : [])),
  };
}
