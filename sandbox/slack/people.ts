import { z } from 'zod';
import type { Channel, Group, Person, World } from './world.ts';

/** What is needed to add a person; everything else is made up from the name. */
export const PersonInput = z.strictObject({
  name: z.string().regex(/^[a-z0-9._-]+$/),
  id: z.string().optional(),
  realName: z.string().optional(),
  title: z.string().default(''),
  email: z.string().optional(),
  kind: z.enum(['member', 'guest', 'single-channel-guest', 'bot', 'stranger']).default('member'),
  admin: z.boolean().default(false),
  deleted: z.boolean().default(false),
  tz: z.string().default('Europe/Amsterdam'),
});
export type PersonInput = z.input<typeof PersonInput>;

/** What is needed to add a user group; people are named by id or by name. */
export const GroupInput = z.strictObject({
  handle: z.string(),
  id: z.string().optional(),
  name: z.string().optional(),
  people: z.array(z.string()).default([]),
  disabled: z.boolean().default(false),
});
export type GroupInput = z.input<typeof GroupInput>;

/** What is needed to add a channel; the app itself is a member when `app` is true. */
export const ChannelInput = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  kind: z.enum(['public', 'private']).default('public'),
  people: z.array(z.string()).default([]),
  app: z.boolean().default(false),
  archived: z.boolean().default(false),
  external: z.boolean().default(false),
});
export type ChannelInput = z.input<typeof ChannelInput>;

/** Adds a person to the workspace. */
export function addPerson(world: World, input: PersonInput): Person {
  const { id, realName, email, ...rest } = PersonInput.parse(input);
  const person: Person = {
    ...rest,
    id: id ?? idFrom('U', rest.name, world.people),
    teamId: rest.kind === 'stranger' ? `TX${world.team.id.slice(1)}` : world.team.id,
    realName: realName ?? rest.name,
    email: email ?? `${rest.name}@corp.example`,
    updated: seconds(world),
  };
  world.people.set(person.id, person);
  return person;
}

/** Adds a user group. */
export function addGroup(world: World, input: GroupInput): Group {
  const { id, name, people, ...rest } = GroupInput.parse(input);
  const users = people.map((who) => findPerson(world, who).id);
  const group = {
    ...rest,
    id: id ?? idFrom('S', rest.handle, world.groups),
    name: name ?? rest.handle,
    users,
    updated: seconds(world),
  };
  world.groups.set(group.id, group);
  return group;
}

/** Adds a channel with its members. */
export function addChannel(world: World, input: ChannelInput): Channel {
  const { id, people, app, ...rest } = ChannelInput.parse(input);
  const members = new Set(people.map((who) => findPerson(world, who).id));
  if (app) members.add(world.app.botUser);
  const channel = { ...rest, id: id ?? idFrom('C', rest.name, world.channels), members, created: seconds(world) };
  world.channels.set(channel.id, channel);
  return channel;
}

/** The direct-message channel between the app and a person, opened when it is not there yet. */
export function directMessage(world: World, person: string): Channel {
  const members = new Set([person, world.app.botUser]);
  const found = [...world.channels.values()].find((channel) => channel.kind === 'im' && channel.members.has(person));
  if (found) return found;
  const id = `D${person.slice(1)}`;
  const channel: Channel = {
    id,
    kind: 'im',
    name: person,
    members,
    archived: false,
    external: false,
    created: seconds(world),
  };
  world.channels.set(id, channel);
  return channel;
}

/** A person by id or name; throws when nobody is called that. */
export function findPerson(world: World, who: string): Person {
  const person = world.people.get(who) ?? [...world.people.values()].find(({ name }) => name === who.replace(/^@/, ''));
  if (!person) throw new Error(`Nobody here is called ${who}`);
  return person;
}

/** A channel by id or name; throws when there is none. */
export function findChannel(world: World, where: string): Channel {
  const channel = world.channels.get(where) ?? channelNamed(world, where);
  if (!channel) throw new Error(`There is no channel ${where}`);
  return channel;
}

/** A channel by its name, with or without `#`. */
export function channelNamed(world: World, name: string): Channel | undefined {
  return [...world.channels.values()].find((channel) => channel.name === name.replace(/^#/, ''));
}

/** An id that says whose it is and stays the same in every run: `U0PAT` for pat. */
function idFrom(prefix: string, name: string, taken: ReadonlyMap<string, unknown>): string {
  const id = `${prefix}0${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
  if (!taken.has(id)) return id;
  return idFrom(prefix, `${name}2`, taken);
}

/** The workspace's time in whole seconds. */
export function seconds(world: World): number {
  return Math.floor(world.clock.now() / 1000);
}

/** The next message time stamp: unique, and never smaller than the last. */
export function nextTs(world: World): string {
  world.lastTs = Math.max(world.lastTs + 1, world.clock.now() * 1000);
  return `${Math.floor(world.lastTs / 1_000_000)}.${String(world.lastTs % 1_000_000).padStart(6, '0')}`;
}
