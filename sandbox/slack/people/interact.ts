import type { JsonObject } from '../json.ts';
import type { Delivered, World } from '../world.ts';

/** Delivers an interaction, when the app's manifest has interactivity switched on. */
export async function interact(world: World, name: string, payload: JsonObject): Promise<Delivered> {
  const { is_enabled, request_url, message_menu_options_url } = world.app.manifest.settings.interactivity;
  if (!is_enabled) return { outcome: 'refused', ms: 0, status: 0, body: {} };
  const options = payload['type'] === 'block_suggestion' ? message_menu_options_url : undefined;
  return world.wires.deliver({ kind: 'interactive', name, payload, url: options ?? request_url });
}
