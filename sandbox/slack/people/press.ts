import { isObject, type Json, type JsonObject, objectOf, textOf } from '../json.ts';
import { newTrigger } from '../rights.ts';
import type { Person, World } from '../world.ts';
import { type Acted, acted, mustBeAble, notSent } from './acted.ts';
import { chosenState } from './element-state.ts';
import { type Held, heldIn } from './fill-in.ts';
import { interact } from './interact.ts';
import { actionTs, interaction } from './payload.ts';
import { type Found, findElement, findPlace, stateOf, type Where } from './place.ts';

/** How to press. */
export type PressOptions = {
  /** What the person answers to a confirm dialog. */
  readonly confirm?: 'yes' | 'no' | undefined;
  /** Press what a message showed so many edits after the first post: somebody's screen that is behind. */
  readonly version?: number | undefined;
  /** What was chosen or typed in the elements around it and not sent yet: per block id, per action id. */
  readonly held?: Held | undefined;
};

/** Presses a button, or chooses or types something in an element that sends it at once. */
export async function press(
  world: World,
  person: Person,
  target: { readonly where: Where; readonly action: string; readonly value?: Json | undefined },
  options: PressOptions = {},
): Promise<Acted> {
  const place = findPlace(world, person, target.where, options.version);
  mustBeAble(world, person, place.channel?.id);
  const found = findElement(place, target.action, typeof target.value === 'string' ? target.value : undefined);
  const dialog = found.element['confirm'];
  if (isObject(dialog) && options.confirm === 'no') return notSent(textOf(objectOf(dialog['text'])['text']));
  const action = actionOf(world, found, target.value);
  const held = heldIn(place.blocks, options.held ?? {});
  const block = textOf(found.block['block_id']);
  const chosen = { ...held, [block]: { ...held[block], [target.action]: stateOnly(action) } };
  const state = stateOf(place.blocks, chosen);
  const fields = place.fields();
  const view = isObject(fields['view']) ? { view: { ...fields['view'], state } } : {};
  const payload = {
    ...interaction(world, person, 'block_actions'),
    trigger_id: newTrigger(world, person.id),
    ...fields,
    ...(place.view ? view : { state }),
    actions: [action],
  };
  const delivered = await interact(world, `block_actions ${target.action}`, payload);
  return acted(
    world,
    person,
    delivered,
    (why) => `⚠ This did not work: the app did not answer (${why})`,
    place.channel?.id,
  );
}

function actionOf(world: World, { element, block }: Found, value: Json | undefined): JsonObject {
  const base = {
    action_id: textOf(element['action_id']),
    block_id: textOf(block['block_id']),
    type: textOf(element['type']),
    action_ts: actionTs(world),
  };
  if (isPressed(base.type)) return { ...base, ...shownFields(element) };
  if (value === undefined) throw new Error(`Say what to choose or type in ${base.action_id}`);
  const { placeholder, confirm } = element;
  return {
    ...base,
    ...chosenState(element, value),
    ...(placeholder ? { placeholder } : {}),
    ...(confirm ? { confirm } : {}),
  };
}

function isPressed(type: string): boolean {
  return ['button', 'icon_button', 'workflow_button', 'feedback_buttons'].includes(type);
}

function shownFields(element: JsonObject): JsonObject {
  const kept = ['text', 'value', 'url', 'style', 'accessibility_label', 'confirm', 'icon'];
  return Object.fromEntries(Object.entries(element).filter(([name]) => kept.includes(name)));
}

function stateOnly(action: JsonObject): JsonObject {
  const dropped = ['action_id', 'block_id', 'action_ts', 'placeholder', 'confirm'];
  return Object.fromEntries(Object.entries(action).filter(([name]) => !dropped.includes(name)));
}
