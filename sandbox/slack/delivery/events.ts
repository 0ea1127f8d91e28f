import type { JsonObject } from '../json.ts';
import { seconds } from '../people.ts';
import { randomId } from '../random.ts';
import type { Delivered, World } from '../world.ts';

/** Sends an event to the app when its manifest asks for it. Resolves when it was taken or given up; nobody has to wait. */
export function emitEvent(world: World, subscription: string, event: JsonObject): Promise<Delivered> | undefined {
  const wanted = world.app.manifest.settings.event_subscriptions.bot_events.includes(subscription);
  if (!wanted) return undefined;
  const url = world.app.manifest.settings.event_subscriptions.request_url;
  return world.wires.deliver({
    kind: 'events_api',
    name: `event ${subscription}`,
    payload: envelope(world, event),
    url,
  });
}

function envelope(world: World, event: JsonObject): JsonObject {
  const { team, app } = world;
  const channel = typeof event['channel'] === 'string' ? world.channels.get(event['channel']) : undefined;
  return {
    token: 'sandbox-verification',
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: randomId(world.random, 'Ev'),
    event_time: seconds(world),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: app.botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.external ?? false,
    event_context: randomId(world.random, '4-', 20),
  };
}
