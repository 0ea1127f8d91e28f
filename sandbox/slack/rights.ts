import { type JsonObject, textOf } from './json.ts';
import { randomId } from './random.ts';
import type { ResponseUrl, World } from './world.ts';

const TRIGGER_MS = 3_000;
const RESPONSE_MS = 30 * 60_000;
const RESPONSE_USES = 5;

/** A new trigger id: opens one view within three seconds. */
export function newTrigger(world: World, user: string): string {
  const id = `${Math.floor(world.random() * 1e12)}.${Math.floor(world.random() * 1e12)}.${randomId(world.random, '', 16).toLowerCase()}`;
  world.triggers.set(id, { user, expiresAt: world.clock.now() + TRIGGER_MS, used: false });
  return id;
}

/** Uses a trigger id up; answers whose it was, or Slack's error. */
export function useTrigger(world: World, id: string): { readonly user: string } | { readonly error: string } {
  const trigger = world.triggers.get(id);
  if (!trigger) return { error: 'invalid_trigger_id' };
  if (trigger.used) return { error: 'exchanged_trigger_id' };
  if (world.clock.now() > trigger.expiresAt) return { error: 'expired_trigger_id' };
  trigger.used = true;
  return { user: trigger.user };
}

/** A new response URL for one interaction. */
export function newResponseUrl(world: World, place: Omit<ResponseUrl, 'expiresAt' | 'uses'>): string {
  const id = randomId(world.random, '', 24);
  world.responseUrls.set(id, { ...place, expiresAt: world.clock.now() + RESPONSE_MS, uses: 0 });
  return `${world.wires.baseUrl}/response/${world.team.id}/${id}`;
}

/** Uses a response URL once; answers where it leads, or what is wrong with it. */
export function useResponseUrl(world: World, id: string): ResponseUrl | { readonly error: string } {
  const place = world.responseUrls.get(id);
  if (!place) return { error: 'invalid_url' };
  if (world.clock.now() > place.expiresAt) return { error: 'expired_url' };
  if (place.uses >= RESPONSE_USES) return { error: 'used_url' };
  place.uses += 1;
  return place;
}

/** Whether the app holds a scope. */
export function hasScope(world: World, scope: string): boolean {
  return world.app.manifest.oauth_config.scopes.bot.includes(scope);
}

/** Slack's answer to a call that needs a scope the app does not hold. */
export function missingScope(world: World, needed: readonly string[]): JsonObject {
  const provided = world.app.manifest.oauth_config.scopes.bot.join(',');
  return { ok: false, error: 'missing_scope', needed: textOf(needed.join(',')), provided };
}
