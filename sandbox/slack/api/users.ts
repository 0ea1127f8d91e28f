import { groupWire, userWire } from '../wire.ts';
import { type Answer, type Call, flagArg, no, ok, textArg } from './call.ts';
import { page } from './page.ts';

/** users.info */
export function info(call: Call): Answer {
  const person = call.world.people.get(textArg(call, 'user'));
  return person ? ok({ user: userWire(call.world, person) }) : no('user_not_found');
}

/** users.list: the people of this workspace, without strangers. */
export function list(call: Call): Answer {
  const people = [...call.world.people.values()].filter((person) => person.kind !== 'stranger');
  const answer = page(
    call,
    'members',
    people.map((person) => userWire(call.world, person)),
  );
  return answer['ok'] ? { ...answer, cache_ts: Math.floor(call.world.clock.now() / 1000) } : answer;
}

/** users.lookupByEmail */
export function lookupByEmail(call: Call): Answer {
  const email = textArg(call, 'email').toLowerCase();
  const person = [...call.world.people.values()].find(
    (someone) => someone.email.toLowerCase() === email && !someone.deleted,
  );
  return person && person.kind !== 'stranger' ? ok({ user: userWire(call.world, person) }) : no('users_not_found');
}

/** usergroups.list */
export function groups(call: Call): Answer {
  const shown = [...call.world.groups.values()].filter((group) => !group.disabled || flagArg(call, 'include_disabled'));
  return ok({ usergroups: shown.map((group) => groupWire(call.world, group, flagArg(call, 'include_users'))) });
}

/** usergroups.users.list */
export function groupUsers(call: Call): Answer {
  const group = call.world.groups.get(textArg(call, 'usergroup'));
  if (!group || (group.disabled && !flagArg(call, 'include_disabled'))) return no('no_such_subteam');
  return ok({ users: group.users });
}
