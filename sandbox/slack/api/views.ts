import { VIEW } from '../block-limits.ts';
import { checkView, viewTooLarge } from '../blocks/check-view.ts';
import { type Json, type JsonObject, objectOf, textOf } from '../json.ts';
import { useTrigger } from '../rights.ts';
import { addView, changeView, closeModals, isOpen, openModals, stackModal } from '../views.ts';
import type { View, World } from '../world.ts';
import { type Answer, type Call, jsonArg, no, noWith, ok, textArg } from './call.ts';

/** views.open */
export function open(call: Call): Answer {
  const read = readView(call, 'modal');
  if ('refusal' in read) return read.refusal;
  const trigger = useTrigger(call.world, textArg(call, 'trigger_id'));
  if ('error' in trigger) return no(trigger.error);
  closeModals(call.world, trigger.user);
  return shown(call.world, read.payload, { owner: trigger.user, kind: 'modal' });
}

/** views.push */
export function push(call: Call): Answer {
  const read = readView(call, 'modal');
  if ('refusal' in read) return read.refusal;
  const trigger = useTrigger(call.world, textArg(call, 'trigger_id'));
  if ('error' in trigger) return no(trigger.error);
  const stack = openModals(call.world, trigger.user);
  if (stack.length >= VIEW.stack) return no('push_limit_reached');
  return shown(call.world, read.payload, { owner: trigger.user, kind: 'modal', previous: stack.at(-1) });
}

/** views.update */
export function update(call: Call): Answer {
  const { world } = call;
  const id = textArg(call, 'view_id');
  const external = textArg(call, 'external_id');
  const view =
    world.views.get(id) ?? [...world.views.values()].find((v) => external && v.wire['external_id'] === external);
  if (!view || !isOpen(world, view)) return no('not_found');
  const read = readView(call, view.kind, view);
  if ('refusal' in read) return read.refusal;
  const hash = textArg(call, 'hash');
  if (hash && hash !== view.hash) return no('hash_conflict');
  return ok({ view: changeView(world, view, read.payload).wire });
}

/** views.publish */
export function publish(call: Call): Answer {
  const { world } = call;
  const owner = textArg(call, 'user_id');
  if (!world.app.manifest.features.app_home?.home_tab_enabled) return no('not_enabled');
  if (!world.people.has(owner)) return no('user_not_found');
  const current = world.views.get(world.homes.get(owner) ?? '');
  const read = readView(call, 'home', current);
  if ('refusal' in read) return read.refusal;
  const hash = textArg(call, 'hash');
  if (hash && current && hash !== current.hash) return no('hash_conflict');
  const view = current
    ? changeView(world, current, read.payload)
    : addView(world, read.payload, { owner, kind: 'home' });
  world.homes.set(owner, view.id);
  return ok({ view: view.wire });
}

/** Slack's refusal of a view, or nothing. */
export function refuseView(
  world: World,
  payload: Json | undefined,
  kind: View['kind'],
  same?: View,
): Answer | undefined {
  const problems = checkView(payload, kind);
  if (problems.length > 0) return noWith('invalid_arguments', problems);
  const view = objectOf(payload);
  if (viewTooLarge(view)) return no('view_too_large');
  const external = textOf(view['external_id']);
  const taken = [...world.views.values()].some(
    (other) => other !== same && other.wire['external_id'] === external && isOpen(world, other),
  );
  return external && taken ? no('duplicate_external_id') : undefined;
}

function readView(
  call: Call,
  kind: View['kind'],
  same?: View,
): { readonly payload: JsonObject } | { readonly refusal: Answer } {
  const payload = jsonArg(call, 'view');
  const refusal = refuseView(call.world, payload, kind, same);
  return refusal ? { refusal } : { payload: objectOf(payload) };
}

function shown(world: World, payload: JsonObject, place: Parameters<typeof addView>[2]): Answer {
  const view = addView(world, payload, place);
  stackModal(world, view);
  return ok({ view: view.wire });
}
