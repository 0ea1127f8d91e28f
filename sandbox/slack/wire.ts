import type { JsonObject } from './json.ts';
import { hasScope } from './rights.ts';
import type { Channel, Group, Person, World } from './world.ts';

/** A person as `users.info` shows them. */
export function userWire(world: World, person: Person): JsonObject {
  const guest = person.kind === 'guest' || person.kind === 'single-channel-guest';
  const profile = {
    real_name: person.realName,
    display_name: person.name,
    title: person.title,
    team: person.teamId,
    image_72: `${world.wires.baseUrl}/avatars/${person.id}.png`,
    ...(hasScope(world, 'users:read.email') && person.kind !== 'stranger' ? { email: person.email } : {}),
    ...(person.kind === 'bot' ? { bot_id: `B${person.id.slice(1)}`, api_app_id: '' } : {}),
  };
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.deleted,
    is_bot: person.kind === 'bot',
    is_app_user: false,
    updated: person.updated,
    profile,
    ...(person.kind === 'stranger' ? { is_stranger: true } : {}),
    ...(person.deleted ? {} : activeFields(person, guest)),
  };
}

/** A channel as `conversations.info` shows it. */
export function channelWire(world: World, channel: Channel): JsonObject {
  if (channel.kind === 'im') return imWire(world, channel);
  const privately = channel.kind === 'private';
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !privately,
    is_group: privately,
    is_im: false,
    is_mpim: false,
    is_private: privately,
    is_archived: channel.archived,
    is_general: channel.name === 'general',
    is_shared: channel.external,
    is_ext_shared: channel.external,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    shared_team_ids: channel.external ? [world.team.id, `TX${world.team.id.slice(1)}`] : [world.team.id],
    context_team_id: world.team.id,
    created: channel.created,
    updated: channel.created * 1000,
    creator: world.app.botUser,
    unlinked: 0,
    is_member: channel.members.has(world.app.botUser),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: channel.members.size,
  };
}

/** A user group as `usergroups.list` shows it. */
export function groupWire(world: World, group: Group, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: world.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_create: group.updated,
    date_update: group.updated,
    date_delete: group.disabled ? group.updated : 0,
    auto_type: null,
    created_by: world.app.botUser,
    updated_by: world.app.botUser,
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    user_count: group.users.length,
    ...(withUsers ? { users: group.users } : {}),
  };
}

function activeFields(person: Person, guest: boolean): JsonObject {
  return {
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: 3600,
    is_admin: person.admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: guest,
    is_ultra_restricted: person.kind === 'single-channel-guest',
    is_email_confirmed: true,
  };
}

function imWire(world: World, channel: Channel): JsonObject {
  const user = [...channel.members].find((id) => id !== world.app.botUser) ?? '';
  return {
    id: channel.id,
    created: channel.created,
    is_im: true,
    is_archived: false,
    is_org_shared: false,
    context_team_id: world.team.id,
    user,
  };
}
