import { VIEW } from '../block-limits.ts';
import { isObject, type Json, type JsonObject, objectsOf, textOf } from '../json.ts';
import { checkBlocks } from './check-blocks.ts';
import { type Check, checkFields, inside, problem } from './check-shape.ts';
import { anything, flag, maybe, plain, type Rule, string } from './limit-rules.ts';

const COMMON: Readonly<Record<string, Rule>> = {
  callback_id: maybe(string(VIEW.callbackId, 0)),
  private_metadata: maybe(string(VIEW.privateMetadata, 0)),
  external_id: maybe(string(VIEW.externalId, 0)),
};
const MODAL: Readonly<Record<string, Rule>> = {
  ...COMMON,
  title: plain(VIEW.title),
  submit: maybe(plain(VIEW.title)),
  close: maybe(plain(VIEW.title)),
  clear_on_close: maybe(flag()),
  notify_on_close: maybe(flag()),
  submit_disabled: maybe(flag()),
};

/** Everything that Slack would refuse about a view; empty when nothing. */
export function checkView(view: Json | undefined, kind: 'modal' | 'home'): readonly string[] {
  const check: Check = { at: '/view', surface: kind, problems: [] };
  if (!isObject(view)) return ['[ERROR] must provide an object [json-pointer:/view]'];
  if (view['type'] !== kind) problem(inside(check, 'type'), `must be ${kind}`);
  checkFields(view, { fields: { ...(kind === 'modal' ? MODAL : COMMON), blocks: anything() } }, check, ['type']);
  if (view['blocks'] !== undefined) check.problems.push(...checkBlocks(view['blocks'], kind, '/view/blocks'));
  checkSubmit(view, check);
  return check.problems;
}

/** True when a view is heavier than Slack carries. */
export function viewTooLarge(view: JsonObject): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > VIEW.bytes;
}

function checkSubmit(view: JsonObject, check: Check): void {
  const asks = objectsOf(view['blocks']).some((block) => textOf(block['type']) === 'input');
  if (view['type'] === 'modal' && asks && view['submit'] === undefined) {
    problem(inside(check, 'submit'), 'missing required field: submit, because the view has an input block');
  }
}
