import { contentWire, messageWire } from '../message-wire.ts';
import { messageAt, messagesIn } from '../messages.ts';
import type { Ping } from '../noted.ts';
import { openModals } from '../views.ts';
import type { Channel, Person, World } from '../world.ts';
import type { ReadMarks } from './read-marks.ts';
import type { Screen, ShownChannel, ShownPerson } from './screen.ts';
import { shownTraffic } from './shown-traffic.ts';

const MESSAGES = 400;
const NOTICES = 50;

/** All that one person sees now. */
export function readScreen(world: World, person: Person, marks: ReadMarks): Screen {
  return {
    now: world.clock.now(),
    team: world.team.name,
    app: shownApp(world),
    me: person.id,
    people: [...world.people.values()].map((one) => shownPerson(world, one, marks)),
    groups: [...world.groups.values()].map(({ id, handle }) => ({ id, handle })),
    channelNames: Object.fromEntries([...world.channels.values()].map(({ id, name }) => [id, name])),
    channels: [...world.channels.values()]
      .filter((channel) => canRead(person, channel))
      .map((channel) => shownChannel(world, person, channel, marks)),
    modals: openModals(world, person.id).map(({ wire }) => wire),
    home: world.views.get(world.homes.get(person.id) ?? '')?.wire ?? null,
    notices: world.notices.filter(({ user }) => user === person.id).slice(-NOTICES),
    traffic: shownTraffic(world),
  };
}

function canRead(person: Person, { kind, members }: Channel): boolean {
  return members.has(person.id) || (kind === 'public' && person.kind === 'member');
}

function shownApp({ app }: World): Screen['app'] {
  const { display_information, features } = app.manifest;
  return {
    name: display_information.name,
    user: app.botUser,
    home: features.app_home?.home_tab_enabled ?? false,
    commands: features.slash_commands.map(({ command, usage_hint, description }) => ({
      name: command,
      hint: usage_hint ?? '',
      description: description ?? '',
    })),
    shortcuts: features.shortcuts.map(({ callback_id, name, type }) => ({ id: callback_id, name, on: type })),
  };
}

function shownPerson(world: World, person: Person, marks: ReadMarks): ShownPerson {
  const { id, name, realName, title, kind, deleted } = person;
  const groups = [...world.groups.values()].filter((group) => group.users.includes(id)).map(({ handle }) => handle);
  const pings = world.pings.filter((ping) => isUnread(world, person, ping, marks)).length;
  return { id, name, realName, title, kind, deleted, groups, pings };
}

function shownChannel(world: World, person: Person, channel: Channel, marks: ReadMarks): ShownChannel {
  const { id, kind, name, members, external, archived } = channel;
  const pings = world.pings.filter((ping) => ping.channel === id && ping.reached.includes(person.id));
  return {
    id,
    kind,
    name: kind === 'im' ? world.app.manifest.display_information.name : name,
    member: members.has(person.id),
    people: members.size,
    external,
    archived,
    messages: messagesIn(world, id)
      .slice(-MESSAGES)
      .map((message) => messageWire(world, message)),
    ephemerals: world.ephemerals
      .filter((one) => one.channel === id && one.to === person.id && !one.gone)
      .map(({ ts, threadTs, content }) => ({
        ts,
        thread_ts: threadTs,
        user: world.app.botUser,
        ...contentWire(content),
      })),
    read: marks.read(person.id, id),
    threads: marks.threads(person.id, id),
    pings: pings.map(({ ts }) => ts),
    unreadPings: pings.filter((ping) => isUnread(world, person, ping, marks)).length,
  };
}

/** A mention in a thread is read there, any other in its channel. */
function isUnread(world: World, { id }: Person, { channel, ts, reached }: Ping, marks: ReadMarks): boolean {
  if (!reached.includes(id)) return false;
  const thread = messageAt(world, channel, ts)?.threadTs;
  return ts > (thread ? (marks.threads(id, channel)[thread] ?? '') : marks.read(id, channel));
}
