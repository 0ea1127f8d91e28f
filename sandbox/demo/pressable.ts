import { type JsonObject, objectOf, objectsOf, textOf, walk } from '../slack/json.ts';
import { visibleMessages } from '../slack/people/place.ts';
import { openModals } from '../slack/views.ts';
import type { Person, World } from '../slack/world.ts';

/** Something on a person's screen that can be pressed, with what its confirm dialog would say. */
export type Pressable = {
  readonly label: string;
  readonly where: string;
  readonly action: string;
  readonly value: string;
  readonly confirm: string | null;
};

/** Everything that a person can press now, what is lowest on the screen last. */
export function pressables(world: World, person: Person): readonly Pressable[] {
  const messages = visibleMessages(world, person).map(({ ts, content }) => ({ ts, blocks: content.blocks ?? [] }));
  const own = world.ephemerals.filter((one) => one.to === person.id && !one.gone);
  const privates = own.map(({ ts, content }) => ({ ts, blocks: content.blocks ?? [] }));
  const places = [...messages, ...privates].toSorted((one, other) => one.ts.localeCompare(other.ts));
  return places.flatMap(({ ts, blocks }) => blocks.flatMap((block) => inBlock(block, ts)));
}

/** The newest one whose label begins so, whatever its case. */
export function labelled(all: readonly Pressable[], asked: string): Pressable | undefined {
  const wanted = plain(asked);
  return (
    all.findLast(({ label }) => plain(label) === wanted) ?? all.findLast(({ label }) => plain(label).startsWith(wanted))
  );
}

/** The inputs of the modal that is open, by action id and label; undefined when none is open. */
export function openForm(world: World, person: Person) {
  const view = openModals(world, person.id).at(-1);
  if (view === undefined) return undefined;
  const inputs = objectsOf(view.wire['blocks']).filter((block) => block['type'] === 'input');
  return {
    wire: view.wire,
    title: textOf(objectOf(view.wire['title'])['text']),
    inputs: inputs.map((block) => ({
      action: textOf(objectOf(block['element'])['action_id']),
      label: textOf(objectOf(block['label'])['text']),
      optional: block['optional'] === true,
    })),
  };
}

function inBlock(block: JsonObject, where: string): readonly Pressable[] {
  const elements = walk(block).filter((object) => object['action_id'] !== undefined);
  return elements.flatMap((element) => {
    const action = textOf(element['action_id']);
    if (element['type'] === 'overflow') {
      return objectsOf(element['options']).map((option) => ({
        label: textOf(objectOf(option['text'])['text']),
        where,
        action,
        value: textOf(option['value']),
        confirm: null,
      }));
    }
    const label = textOf(objectOf(element['text'])['text']);
    return element['type'] === 'button' && element['url'] === undefined
      ? [{ label, where, action, value: textOf(element['value']), confirm: confirmOf(element) }]
      : [];
  });
}

function confirmOf(element: JsonObject): string | null {
  return element['confirm'] === undefined ? null : textOf(objectOf(objectOf(element['confirm'])['text'])['text']);
}

function plain(label: string): string {
  return label
    .toLowerCase()
    .replace(/[….]+$/, '')
    .trim();
}
