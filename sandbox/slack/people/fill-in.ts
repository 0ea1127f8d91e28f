import { elementsOf } from '../blocks/check-blocks.ts';
import { type Json, type JsonObject, textOf } from '../json.ts';
import { chosenState, initialState } from './element-state.ts';

/** What a person fills in: per action id or block id. */
export type Values = Readonly<Record<string, Json>>;

/** What the elements of a form hold: per block id, then per action id. */
export type Filled = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

/** Fills in a form; what is not named keeps its initial value. Throws when the form does not ask for something. */
export function fillIn(blocks: readonly JsonObject[], values: Values): Filled {
  const fields = blocks.flatMap((block) => elementsOf(block).map((element) => fieldOf(block, element, values)));
  const used = fields.map(({ name }) => name);
  const unknown = Object.keys(values).filter((name) => !used.includes(name));
  if (unknown.length > 0) throw new Error(`The modal does not ask for ${unknown.join(', ')}`);
  const filled: Record<string, Record<string, JsonObject>> = {};
  for (const { block, action, state } of fields) if (state) filled[block] = { ...filled[block], [action]: state };
  return filled;
}

type Field = {
  readonly block: string;
  readonly action: string;
  readonly name: string | undefined;
  readonly state: JsonObject | undefined;
};

function fieldOf(block: JsonObject, element: JsonObject, values: Values): Field {
  const id = textOf(block['block_id']);
  const action = textOf(element['action_id']);
  const name = [action, id].find((key) => key in values);
  const value = name === undefined ? undefined : values[name];
  return { block: id, action, name, state: value === undefined ? initialState(element) : chosenState(element, value) };
}
