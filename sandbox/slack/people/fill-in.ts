import { elementsOf } from '../blocks/check-blocks.ts';
import { type Json, type JsonObject, textOf } from '../json.ts';
import { chosenState, initialState } from './element-state.ts';

/** What a person fills in: per action id or block id. */
export type Values = Readonly<Record<string, Json>>;

/** What the elements of a form hold: per block id, then per action id. */
export type Filled = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

/** What somebody chose or typed: per block id, per action id. */
export type Held = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** What the elements hold that somebody has touched; what is not there any more is left out. */
export function heldIn(blocks: readonly JsonObject[], held: Held): Filled {
  const filled: Record<string, Record<string, JsonObject>> = {};
  for (const block of blocks) {
    const id = textOf(block['block_id']);
    for (const element of elementsOf(block)) {
      const action = textOf(element['action_id']);
      const value = held[id]?.[action];
      if (value !== undefined) filled[id] = { ...filled[id], [action]: chosenState(element, value) };
    }
  }
  return filled;
}

/** What the second says, and what the first says where the second says nothing. */
export function over(under: Filled, top: Filled): Filled {
  const both = Object.entries(top).map(([block, states]) => [block, { ...under[block], ...states }]);
  return { ...under, ...Object.fromEntries(both) };
}

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
