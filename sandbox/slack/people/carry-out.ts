import { refuseView } from '../api/views.ts';
import { VIEW } from '../block-limits.ts';
import { isObject, type JsonObject, objectOf, objectsOf, textOf } from '../json.ts';
import { addView, changeView, closeModals, openModals, stackModal } from '../views.ts';
import type { Delivered, View, World } from '../world.ts';
import { type Acted, tell } from './acted.ts';

/** What Slack shows in a modal when the app's answer is missing or useless. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

type Errors = Readonly<Record<string, string>>;

/** What each `response_action` does; a text is an answer Slack cannot use, an object has errors to show. */
const ACTIONS: Readonly<Record<string, (world: World, view: View, body: JsonObject) => 'done' | 'useless' | Errors>> = {
  errors: (_world, view, body) => shownErrors(view, objectOf(body['errors'])) ?? 'useless',
  update(world, view, body) {
    if (refuseView(world, body['view'], 'modal', view)) return 'useless';
    changeView(world, view, objectOf(body['view']));
    return 'done';
  },
  push(world, view, body) {
    const full = openModals(world, view.owner).length >= VIEW.stack;
    if (full || refuseView(world, body['view'], 'modal')) return 'useless';
    stackModal(world, addView(world, objectOf(body['view']), { owner: view.owner, kind: 'modal', previous: view }));
    return 'done';
  },
  clear(world, view) {
    closeModals(world, view.owner);
    return 'done';
  },
  close(world, view) {
    closeModals(world, view.owner, view);
    return 'done';
  },
};

/** Does what the app answered to a submitted modal: show errors, update, push or clear; without an answer it closes. */
export function carryOut(world: World, view: View, { ms, status, body }: Delivered): Acted {
  const done: Acted = { outcome: 'acked', ms, status };
  const wanted = body['response_action'];
  const act = ACTIONS[wanted === undefined ? 'close' : textOf(wanted)];
  const result = act?.(world, view, body) ?? 'useless';
  if (result === 'done') return done;
  const owner = world.people.get(view.owner);
  if (result !== 'useless') return { ...done, errors: result };
  return owner ? { ...done, notice: tell(world, owner, TROUBLE) } : done;
}

/** Slack shows errors under input blocks only; any other key makes the whole answer useless. */
function shownErrors(view: View, errors: JsonObject): Errors | undefined {
  const inputs = objectsOf(view.wire['blocks']).flatMap((block) =>
    block['type'] === 'input' ? [textOf(block['block_id'])] : [],
  );
  const entries = Object.entries(errors).flatMap(([id, words]): readonly [string, string][] =>
    isObject(words) ? [] : [[id, String(words)]],
  );
  return entries.length > 0 && entries.every(([id]) => inputs.includes(id)) ? Object.fromEntries(entries) : undefined;
}
