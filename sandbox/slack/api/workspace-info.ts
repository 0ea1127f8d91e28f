import { messageAt } from '../messages.ts';
import { type Answer, type Call, no, ok, textArg } from './call.ts';

/** auth.test */
export function authTest({ world }: Call): Answer {
  const { team, app } = world;
  const user = world.people.get(app.botUser)?.name ?? '';
  const url = `${world.wires.baseUrl}/`;
  return ok({
    url,
    team: team.name,
    user,
    team_id: team.id,
    user_id: app.botUser,
    bot_id: app.botId,
    is_enterprise_install: false,
  });
}

/** bots.info */
export function botInfo(call: Call): Answer {
  const { app, team } = call.world;
  const bot = textArg(call, 'bot') || app.botId;
  if (bot !== app.botId) return no('bot_not_found');
  const name = app.manifest.display_information.name;
  return ok({
    bot: {
      id: app.botId,
      deleted: false,
      name,
      updated: 0,
      app_id: app.id,
      user_id: app.botUser,
      icons: {},
      team_id: team.id,
    },
  });
}

/** team.info */
export function teamInfo({ world }: Call): Answer {
  const { id, name, domain } = world.team;
  return ok({
    team: {
      id,
      name,
      domain,
      url: `${world.wires.baseUrl}/`,
      email_domain: 'corp.example',
      icon: { image_default: true },
    },
  });
}

/** reactions.add */
export function addReaction(call: Call): Answer {
  const { world } = call;
  const message = messageAt(world, textArg(call, 'channel'), textArg(call, 'timestamp'));
  if (!message) return no('message_not_found');
  const name = textArg(call, 'name');
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) return no('invalid_name');
  const users = message.reactions.get(name) ?? [];
  if (users.includes(world.app.botUser)) return no('already_reacted');
  message.reactions.set(name, [...users, world.app.botUser]);
  return ok();
}

/** apps.connections.open: an address for one Socket Mode connection. */
export function openConnection({ world }: Call): Answer {
  if (!world.app.manifest.settings.socket_mode_enabled) return no('socket_mode_not_enabled');
  return ok({ url: world.wires.openSocket() });
}
