import { BLOCKS, MESSAGE, PER_MESSAGE, VIEW } from '../block-limits.ts';
import { isList, type Json, type JsonObject, listOf, objectOf, objectsOf, textOf, walk } from '../json.ts';
import { type Check, checkRule, inside, problem } from './check-shape.ts';
import { list, type Surface, typed } from './limit-rules.ts';

/** Everything that Slack would refuse about these blocks, in its own words; empty when nothing. */
export function checkBlocks(blocks: Json | undefined, surface: Surface, pointer = '/blocks'): readonly string[] {
  const check: Check = { at: pointer, surface, problems: [] };
  const max = surface === 'message' ? MESSAGE.blocks : VIEW.blocks;
  checkRule(blocks ?? null, list(typed('blocks', ...Object.keys(BLOCKS)), max, surface === 'message' ? 1 : 0), check);
  if (!isList(blocks)) return check.problems;
  checkIds(blocks, check);
  for (const [index, block] of objectsOf(blocks).entries()) checkBlock(block, inside(check, index));
  if (surface === 'message') checkCounts(blocks, check);
  else if (walk(blocks).filter((object) => object['focus_on_load'] === true).length > 1) {
    problem(check, 'focus_on_load can only be set once per view');
  }
  return check.problems;
}

/** The characters of text in blocks as Slack counts them for one message. */
export function blockTextLength(blocks: readonly JsonObject[]): number {
  const text = walk(blocks).reduce((sum, object) => sum + textOf(object['text']).length, 0);
  return text + blocks.length * MESSAGE.blockTextPerBlock;
}

/** The elements of one block that people can use, in the order they are shown. */
export function elementsOf(block: JsonObject): readonly JsonObject[] {
  const own = [block['accessory'], block['element'], ...listOf(block['elements']), ...listOf(block['actions'])];
  const here = own.map(objectOf).filter((element) => element['action_id'] !== undefined);
  const nested = [...objectsOf(block['child_blocks']), ...objectsOf(block['elements'])];
  return [...here, ...nested.flatMap((child) => (child['type'] === 'rich_text' ? [] : elementsOf(child)))];
}

function checkIds(blocks: readonly Json[], check: Check): void {
  const seen = new Set<string>();
  const all = objectsOf(blocks).flatMap((block) => [block, ...objectsOf(block['child_blocks'])]);
  for (const [index, block] of all.entries()) {
    const id = block['block_id'];
    if (typeof id !== 'string') continue;
    if (seen.has(id)) problem(inside(inside(check, index), 'block_id'), `block_id already exists: ${id}`);
    seen.add(id);
  }
}

function checkBlock(block: JsonObject, check: Check): void {
  const seen = new Set<string>();
  for (const element of elementsOf(block)) {
    const id = textOf(element['action_id']);
    if (seen.has(id)) problem(check, `action_id already exists: ${id}`);
    seen.add(id);
    checkInitial(element, check);
  }
  if (block['type'] === 'data_table') checkRows(block, check);
}

function checkInitial(element: JsonObject, check: Check): void {
  const options = [
    ...objectsOf(element['options']),
    ...objectsOf(element['option_groups']).flatMap((g) => objectsOf(g['options'])),
  ];
  const values = options.map((option) => option['value']);
  if (new Set(values).size !== values.length) problem(check, 'option values must be unique');
  if (textOf(element['type']).includes('external')) return;
  const initial = [element['initial_option'], ...listOf(element['initial_options'])].filter(
    (option) => option !== undefined,
  );
  for (const option of initial) {
    if (!values.includes(objectOf(option)['value'])) problem(check, 'initial option must be one of the options');
  }
  const shortest = Number(element['min_length'] ?? 0);
  if (shortest > Number(element['max_length'] ?? 3000))
    problem(check, 'min_length must not be greater than max_length');
}

function checkRows(block: JsonObject, check: Check): void {
  const widths = new Set(listOf(block['rows']).map((row) => listOf(row).length));
  if (widths.size > 1) problem(inside(check, 'rows'), 'all rows must have the same number of cells');
}

function checkCounts(blocks: readonly Json[], check: Check): void {
  const all = walk(blocks);
  for (const [type, max] of Object.entries(PER_MESSAGE)) {
    const count = all.filter((object) => object['type'] === type).length;
    if (count > max) problem(check, `no more than ${max} ${type} allowed per message`);
  }
  const markdown = all.filter((object) => object['type'] === 'markdown');
  const length = markdown.reduce((sum, object) => sum + textOf(object['text']).length, 0);
  if (length > MESSAGE.markdown) problem(check, `markdown must be less than ${MESSAGE.markdown + 1} characters in all`);
}
