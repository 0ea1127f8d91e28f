import type { Server } from 'node:http';
import { emitEvent } from '../delivery/events.ts';
import type { SocketMode } from '../delivery/socket-mode.ts';
import type { Faults } from '../faults.ts';
import type { Machinery } from '../machinery.ts';
import type { Traffic } from '../noted.ts';
import { type Actor, actAs } from '../people/as.ts';
import { type Seen, seenBy } from '../people/seen.ts';
import {
  addChannel,
  addGroup,
  addPerson,
  type ChannelInput,
  findPerson,
  type GroupInput,
  nextTs,
  type PersonInput,
  seconds,
} from '../people.ts';
import { randomId } from '../random.ts';
import { groupWire, userWire } from '../wire.ts';
import type { Channel, Delivered, Group, Person, World } from '../world.ts';

/** A running workspace, and everything a test or a page can do with it. */
export type Workspace = {
  /** Where the workspace listens, without a slash at the end. */
  readonly url: string;
  /** For `SLACK_API_URL` and `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly world: World;
  readonly faults: Faults;
  /** Says where the app listens for signed HTTP. */
  sendTo(requestUrl: string): void;
  addPerson(input: PersonInput): Person;
  addGroup(input: GroupInput): Group;
  addChannel(input: ChannelInput): Channel;
  /** Changes a person, such as `{ deleted: true }`, and sends `user_change`. */
  changePerson(
    who: string,
    change: Partial<Pick<Person, 'name' | 'realName' | 'email' | 'kind' | 'deleted' | 'admin' | 'tz'>>,
  ): Promise<Delivered | undefined>;
  /** Sets who is in a user group and sends `subteam_members_changed`. */
  setGroup(handle: string, people: readonly string[]): Promise<Delivered | undefined>;
  as(who: string): Actor;
  seenBy(who: string): Seen;
  /** All requests so far, the oldest first. */
  traffic(): readonly Traffic[];
  /** Moves the workspace's time. */
  advance(ms: number): void;
  /** Nothing answers for that long, on the workspace's clock. */
  down(ms: number): void;
  /** Asks the request URL for its challenge, as Slack does when one is entered. */
  verifyUrl(): Promise<boolean>;
  /** Socket Mode: `cut` breaks all connections, `refresh` asks the app to reconnect. */
  readonly sockets: Pick<SocketMode, 'connected' | 'cut' | 'refresh'>;
  close(): Promise<void>;
};

/** What a workspace is made of. */
export type Parts = { readonly machinery: Machinery; readonly sockets: SocketMode; readonly server: Server };

/** The control of a workspace, in the same process. */
export function control({ machinery, sockets, server }: Parts): Workspace {
  const { world, faults } = machinery;
  return {
    get url() {
      return world.wires.baseUrl;
    },
    get apiUrl() {
      return `${world.wires.baseUrl}/api/`;
    },
    botToken: world.app.botToken,
    appToken: world.app.appToken,
    signingSecret: world.app.signingSecret,
    world,
    faults,
    sendTo(requestUrl) {
      machinery.requestUrl = requestUrl;
    },
    addPerson: (input) => joined(world, addPerson(world, input)),
    addGroup: (input) => addGroup(world, input),
    addChannel: (input) => addChannel(world, input),
    changePerson: (who, change) => changePerson(world, findPerson(world, who), change),
    setGroup: (handle, people) => setGroup(world, handle, people),
    as: (who) => actAs(world, findPerson(world, who)),
    seenBy: (who) => seenBy(world, findPerson(world, who)),
    traffic: () => world.traffic,
    advance: (ms) => world.clock.advance(ms),
    down: machinery.goDown,
    verifyUrl: () => verifyUrl(world),
    sockets,
    async close() {
      machinery.downUntil = Infinity;
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function verifyUrl(world: World): Promise<boolean> {
  const challenge = randomId(world.random, '', 32);
  const payload = { type: 'url_verification', token: 'sandbox-verification', challenge };
  const { outcome, body } = await world.wires.deliver({ kind: 'events_api', name: 'url_verification', payload });
  return outcome === 'acked' && (body['challenge'] === challenge || body['text'] === challenge);
}

function joined(world: World, person: Person): Person {
  void emitEvent(world, 'team_join', { type: 'team_join', user: userWire(world, person), event_ts: nextTs(world) });
  return person;
}

function changePerson(world: World, person: Person, change: Partial<Person>): Promise<Delivered | undefined> {
  Object.assign(person, change, { updated: seconds(world) });
  const event = {
    type: 'user_change',
    user: userWire(world, person),
    cache_ts: seconds(world),
    event_ts: nextTs(world),
  };
  return Promise.resolve(emitEvent(world, 'user_change', event));
}

async function setGroup(world: World, handle: string, people: readonly string[]): Promise<Delivered | undefined> {
  const group = [...world.groups.values()].find((one) => one.handle === handle || one.id === handle);
  if (!group) throw new Error(`There is no user group ${handle}`);
  const before = { users: group.users, at: group.updated };
  group.users = people.map((who) => findPerson(world, who).id);
  group.updated = seconds(world);
  const added = group.users.filter((id) => !before.users.includes(id));
  const removed = before.users.filter((id) => !group.users.includes(id));
  const [delivered] = await Promise.all([
    emitEvent(world, 'subteam_members_changed', {
      type: 'subteam_members_changed',
      subteam_id: group.id,
      team_id: world.team.id,
      date_previous_update: before.at,
      date_update: group.updated,
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
      event_ts: nextTs(world),
    }),
    emitEvent(world, 'subteam_updated', {
      type: 'subteam_updated',
      subteam: groupWire(world, group, true),
      event_ts: nextTs(world),
    }),
  ]);
  return delivered;
}
