import { type JsonObject, objectOf, objectsOf, textOf } from '../json.ts';
import { newResponseUrl, newTrigger } from '../rights.ts';
import { closeModals, openModals } from '../views.ts';
import type { Person, View, World } from '../world.ts';
import { type Acted, acted, mustBeAble, notSent } from './acted.ts';
import { carryOut, TROUBLE } from './carry-out.ts';
import { type Filled, fillIn, type Held, heldIn, over, type Values } from './fill-in.ts';
import { checkInput } from './input-check.ts';
import { interact } from './interact.ts';
import { interaction } from './payload.ts';
import { stateOf } from './place.ts';

/** Fills in and submits a modal: `modal` is the top one, else its id or callback id. */
export async function submit(
  world: World,
  person: Person,
  which: string,
  { values = {}, held = {} }: { readonly values?: Values; readonly held?: Held },
): Promise<Acted> {
  mustBeAble(world, person);
  const view = modalFor(world, person, which);
  const blocks = objectsOf(view.wire['blocks']);
  const filled = over(fillIn(blocks, values), heldIn(blocks, held));
  const errors = inputErrors(blocks, filled);
  if (Object.keys(errors).length > 0) return notSent('The form is not complete', errors);
  const state = stateOf(blocks, filled);
  const team = person.kind === 'stranger' ? { team: { id: person.teamId, domain: 'stranger' } } : {};
  const payload = {
    ...interaction(world, person, 'view_submission'),
    ...team,
    trigger_id: newTrigger(world, person.id),
    view: { ...view.wire, state },
    response_urls: responseUrls(world, person, view, filled),
  };
  const delivered = await interact(world, `view_submission ${textOf(view.wire['callback_id'])}`, payload);
  if (delivered.outcome !== 'acked') return acted(world, person, delivered, () => TROUBLE);
  return carryOut(world, view, delivered);
}

/** Closes a modal; the app hears of it when it asked to. */
export async function close(world: World, person: Person, which: string): Promise<Acted> {
  const view = modalFor(world, person, which);
  const all = view.wire['clear_on_close'] === true;
  closeModals(world, person.id, all ? undefined : view);
  if (view.wire['notify_on_close'] !== true) return { outcome: 'acked', ms: 0, status: 0 };
  const payload = { ...interaction(world, person, 'view_closed'), view: view.wire, is_cleared: all };
  const delivered = await interact(world, `view_closed ${textOf(view.wire['callback_id'])}`, payload);
  return { outcome: delivered.outcome, ms: delivered.ms, status: delivered.status };
}

function modalFor(world: World, person: Person, which: string): View {
  const open = openModals(world, person.id);
  const view =
    which === 'modal' ? open.at(-1) : open.find(({ id, wire }) => id === which || wire['callback_id'] === which);
  if (!view) throw new Error(`${person.name} has no such modal open`);
  return view;
}

function inputErrors(blocks: readonly JsonObject[], filled: Filled): Record<string, string> {
  const wrong = blocks
    .filter((block) => block['type'] === 'input')
    .flatMap((block) => {
      const id = textOf(block['block_id']);
      const element = objectOf(block['element']);
      const error = checkInput(
        element,
        objectOf(filled[id]?.[textOf(element['action_id'])]),
        block['optional'] === true,
      );
      return error ? [[id, error]] : [];
    });
  return Object.fromEntries(wrong);
}

function responseUrls(world: World, person: Person, view: View, filled: Filled): readonly JsonObject[] {
  return objectsOf(view.wire['blocks']).flatMap((block) => {
    const element = objectOf(block['element']);
    if (element['response_url_enabled'] !== true) return [];
    const [block_id, action_id] = [textOf(block['block_id']), textOf(element['action_id'])];
    const state = objectOf(filled[block_id]?.[action_id]);
    const channel = textOf(state['selected_conversation']) || textOf(state['selected_channel']);
    return [
      { block_id, action_id, channel_id: channel, response_url: newResponseUrl(world, { channel, user: person.id }) },
    ];
  });
}
