import { BLOCKS } from '../block-limits.ts';
import { isList, isObject, type Json, type JsonObject, textOf } from '../json.ts';
import { CHART_PARTS, CHARTS } from './chart-limits.ts';
import { ELEMENTS, PASSIVE } from './element-limits.ts';
import { type Family, type Rule, type Shape, type Surface, string } from './limit-rules.ts';
import { OBJECTS } from './object-limits.ts';
import { CELLS, RICH_TEXT } from './rich-text-limits.ts';

/** Where the check stands: the pointer of the value, the surface, and the problems found so far. */
export type Check = { readonly at: string; readonly surface: Surface; readonly problems: string[] };

const FAMILIES: Readonly<Record<Family, Readonly<Record<string, Shape>>>> = {
  blocks: BLOCKS,
  elements: ELEMENTS,
  rich: RICH_TEXT,
  charts: CHARTS,
  cells: { ...CELLS, rich_text: BLOCKS['rich_text'] ?? { fields: {} } },
};

const CHECKS: {
  readonly [Kind in Rule['is']]: (value: Json, rule: Extract<Rule, { is: Kind }>, check: Check) => void;
} = {
  string: checkString,
  number(value, rule, check) {
    if (typeof value !== 'number') {
      problem(check, 'must be a number');
      return;
    }
    if (value < rule.min) problem(check, `must be at least ${rule.min}`);
    if (value > rule.max) problem(check, `must be at most ${rule.max}`);
  },
  flag(value, _rule, check) {
    if (typeof value !== 'boolean') problem(check, 'must be a boolean');
  },
  anything() {},
  text: checkText,
  list(value, rule, check) {
    if (!isList(value)) {
      problem(check, 'must provide an array');
      return;
    }
    if (value.length > rule.max) problem(check, `no more than ${rule.max} items allowed`);
    if (value.length < rule.min) problem(check, `no less than ${rule.min} items allowed`);
    for (const [index, item] of value.entries()) checkRule(item, rule.of, inside(check, index));
  },
  object(value, rule, check) {
    const shape = OBJECTS[rule.name] ?? CHART_PARTS[rule.name];
    if (!isObject(value)) problem(check, 'must provide an object');
    else if (shape) checkFields(value, shape, check, []);
  },
  typed(value, rule, check) {
    if (!isObject(value)) {
      problem(check, 'must provide an object');
      return;
    }
    const type = textOf(value['type']);
    const shape = rule.types.includes(type) ? FAMILIES[rule.family][type] : undefined;
    if (value['type'] === undefined) problem(check, 'missing required field: type');
    else if (!shape || outOfPlace(shape, check.surface)) problem(inside(check, 'type'), `unsupported type: ${type}`);
    else checkFields(value, shape, check, commonFields(rule.family, type));
  },
};

/** Checks one value against its rule. */
export function checkRule(value: Json | undefined, rule: Rule, check: Check): void {
  if (value === undefined || (value === null && rule.optional)) return;
  run(rule.is, value, rule, check);
}

/** Notes a problem in Slack's own form. */
export function problem(check: Check, words: string): void {
  check.problems.push(`[ERROR] ${words} [json-pointer:${check.at}]`);
}

/** The check one step further down. */
export function inside(check: Check, key: string | number): Check {
  return { ...check, at: `${check.at}/${key}` };
}

function run<Kind extends Rule['is']>(kind: Kind, value: Json, rule: Rule, check: Check): void {
  const checker = CHECKS[kind];
  if (isKind(rule, kind)) checker(value, rule, check);
}

function isKind<Kind extends Rule['is']>(rule: Rule, kind: Kind): rule is Extract<Rule, { is: Kind }> {
  return rule.is === kind;
}

function outOfPlace(shape: Shape, surface: Surface): boolean {
  return shape.surfaces !== undefined && !shape.surfaces.includes(surface);
}

function commonFields(family: string, type: string): readonly string[] {
  if (family === 'blocks') return ['type', 'block_id'];
  if (family === 'elements' && !PASSIVE.includes(type)) return ['type', 'action_id'];
  return family === 'cells' && type === 'rich_text' ? ['type', 'block_id'] : ['type'];
}

/** Checks the fields of an object: those that must be there, their limits, and those nobody knows. */
export function checkFields(value: JsonObject, shape: Shape, check: Check, common: readonly string[]): void {
  for (const [name, rule] of Object.entries(shape.fields)) {
    if (!rule.optional && !has(value, name)) problem(check, `missing required field: ${name}`);
    else checkRule(value[name], rule, inside(check, name));
  }
  for (const name of Object.keys(value)) {
    if (!(name in shape.fields) && !common.includes(name)) problem(check, `invalid additional property: ${name}`);
  }
  for (const name of common.filter((id) => id !== 'type')) checkRule(value[name], string(255, 0), inside(check, name));
  checkChoice(value, shape, check);
}

function checkChoice(value: JsonObject, { oneOf, someOf }: Shape, check: Check): void {
  const count = oneOf?.filter((name) => has(value, name)).length ?? 1;
  if (count !== 1) problem(check, `must have exactly one of: ${oneOf?.join(', ')}`);
  if (someOf && !someOf.some((name) => has(value, name)))
    problem(check, `missing required field: ${someOf.join(' or ')}`);
}

function has(value: JsonObject, name: string): boolean {
  return value[name] !== undefined && value[name] !== null;
}

function checkString(value: Json, rule: Extract<Rule, { is: 'string' }>, check: Check): void {
  if (typeof value !== 'string') {
    problem(check, 'must be a string');
    return;
  }
  if (value.length > rule.max) problem(check, `must be less than ${rule.max + 1} characters`);
  if (value.length < rule.min) problem(check, `must be more than ${rule.min - 1} characters`);
  if (rule.values && !rule.values.includes(value))
    problem(check, `must be a valid enum value: ${rule.values.join(', ')}`);
  if (rule.pattern && !rule.pattern.test(value)) problem(check, 'must be of the right form');
}

function checkText(value: Json, rule: Extract<Rule, { is: 'text' }>, check: Check): void {
  if (!isObject(value)) {
    problem(check, 'must provide an object');
    return;
  }
  const kind = textOf(value['type']);
  if (!rule.kinds.includes(kind)) {
    problem(inside(check, 'type'), `unsupported type: ${kind}`);
    return;
  }
  if (value['text'] === undefined) problem(check, 'missing required field: text');
  else checkString(value['text'], { is: 'string', min: rule.min, max: rule.max }, inside(check, 'text'));
  const extra = kind === 'plain_text' ? 'emoji' : 'verbatim';
  for (const name of Object.keys(value)) {
    if (!['type', 'text', extra].includes(name)) problem(check, `invalid additional property: ${name}`);
  }
}
