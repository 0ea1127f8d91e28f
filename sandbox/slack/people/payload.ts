import type { JsonObject } from '../json.ts';
import type { Channel, Person, World } from '../world.ts';

/** What every interaction says about the workspace, the app and the person. */
export function interaction(world: World, person: Person, type: string): JsonObject {
  return {
    type,
    team: { id: world.team.id, domain: world.team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
    api_app_id: world.app.id,
    token: 'sandbox-verification',
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A channel as interactions name it: private ones and direct messages do not give their name away. */
export function channelField(channel: Channel): JsonObject {
  const name = { public: channel.name, private: 'privategroup', im: 'directmessage' }[channel.kind];
  return { id: channel.id, name };
}

/** When something was pressed, in Slack's seconds with microseconds. */
export function actionTs(world: World): string {
  return (world.clock.now() / 1000).toFixed(6);
}
