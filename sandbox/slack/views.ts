import { type JsonObject, objectsOf } from './json.ts';
import { completeBlocks } from './messages.ts';
import { randomId } from './random.ts';
import type { View, World } from './world.ts';

/** What a view is made from besides its payload. */
export type ViewPlace = { readonly owner: string; readonly kind: View['kind']; readonly previous?: View | undefined };

/** Keeps a new view. */
export function addView(world: World, payload: JsonObject, place: ViewPlace): View {
  const id = randomId(world.random, 'V');
  const root = place.previous?.wire['root_view_id'] ?? id;
  const links = { previous_view_id: place.previous?.id ?? null, root_view_id: root };
  const view: View = { id, owner: place.owner, kind: place.kind, hash: '', wire: {} };
  world.views.set(id, view);
  return changeView(world, view, payload, links);
}

/** Replaces what a view shows; its id stays and its hash is new. */
export function changeView(world: World, view: View, payload: JsonObject, links: JsonObject = linksOf(view)): View {
  view.hash = `${Math.floor(world.clock.now() / 1000)}.${randomId(world.random, '', 8)}`;
  view.wire = {
    id: view.id,
    team_id: world.team.id,
    app_id: world.app.id,
    bot_id: world.app.botId,
    app_installed_team_id: world.team.id,
    type: view.kind,
    callback_id: '',
    private_metadata: '',
    external_id: '',
    title: { type: 'plain_text', text: '', emoji: true },
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...payload,
    blocks: completeBlocks(world, objectsOf(payload['blocks'])),
    state: { values: {} },
    hash: view.hash,
    ...links,
  };
  return view;
}

/** The modals a person has open, the top one last. */
export function openModals(world: World, person: string): readonly View[] {
  return (world.modals.get(person) ?? []).flatMap((id) => world.views.get(id) ?? []);
}

/** Closes a modal and all above it, or all of a person's modals. */
export function closeModals(world: World, person: string, from?: View): readonly View[] {
  const stack = world.modals.get(person) ?? [];
  const keep = from ? stack.slice(0, Math.max(0, stack.indexOf(from.id))) : [];
  world.modals.set(person, keep);
  return stack.slice(keep.length).flatMap((id) => world.views.get(id) ?? []);
}

/** Puts a modal on top of what a person has open. */
export function stackModal(world: World, view: View): void {
  world.modals.set(view.owner, [...(world.modals.get(view.owner) ?? []), view.id]);
}

/** Whether a view is on somebody's screen now. */
export function isOpen(world: World, view: View): boolean {
  return view.kind === 'home' || (world.modals.get(view.owner) ?? []).includes(view.id);
}

function linksOf(view: View): JsonObject {
  return {
    previous_view_id: view.wire['previous_view_id'] ?? null,
    root_view_id: view.wire['root_view_id'] ?? view.id,
  };
}
