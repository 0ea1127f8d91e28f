import type { WebClient } from '@slack/web-api';
import type { Clock, Directory } from '../src/ports.ts';
import type { Standing } from '../src/release/people.ts';
import { cache } from './cache.ts';
import { groupReader } from './groups.ts';
import { readPrincipals } from './principals.ts';
import { slackFailure } from './slack-failure.ts';
import { type Person, readPerson } from './standing.ts';

const maxAgeMs = 60_000;
const atOnce = 8;

/** The workspace's people as Signalbox needs them, beyond the port: zones, mentions, and what an event says is out of date. */
export interface SlackDirectory extends Directory {
  /** The person's own time zone, an IANA name; null when Slack does not say. */
  zone(person: string): Promise<string | null>;
  standing(person: string): Promise<Standing>;
  /** The id of a user group by its handle, with or without `@`; null when there is none or nobody can tell. */
  groupId(handle: string): Promise<string | null>;
  personChanged(person: string): void;
  groupChanged(group: string): void;
}

interface Options {
  readonly client: WebClient;
  readonly clock: Clock;
  /** Our workspace's id. */
  readonly team: string;
  /** Groups of the active policy, by name. */
  readonly groups: () => Readonly<Record<string, readonly string[]>>;
}

/** Who is who, from Slack and the policy's groups; kept for at most 60 seconds, and read again where `fresh` asks for it. */
export function slackDirectory({ client, clock, team, groups }: Options): SlackDirectory {
  const people = cache((id) => readPerson(client, id, team), clock, maxAgeMs);
  const userGroups = groupReader(client, clock, maxAgeMs);
  return {
    async electorate(principals, asked, fresh) {
      const { members, unread } = await readPrincipals(principals, groups(), userGroups, fresh);
      const everybody = [...new Set([...asked, ...[...members.values()].flat()])];
      const found = await inTurns(everybody, (id) => orUnknown(people.get(id, fresh)));
      for (const [id, person] of found) if ('why' in person) unread.set(id, person.why);
      const standing = new Map([...found].map(([id, person]) => [id, person.standing]));
      return { standing, members, unread };
    },
    zone: async (id) => (await people.get(id, 'cached')).zone,
    standing: async (id) => (await people.get(id, 'cached')).standing,
    groupId: (handle) => userGroups.id(handle),
    personChanged: (id) => people.forget(id),
    groupChanged: (id) => userGroups.forget(id),
  };
}

/** Asks for all, a few at once. */
async function inTurns<K, V>(keys: readonly K[], ask: (key: K) => Promise<V>): Promise<ReadonlyMap<K, V>> {
  const found = new Map<K, V>();
  const waiting = [...keys];
  const next = async (): Promise<void> => {
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) found.set(key, await ask(key));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, next));
  return found;
}

/** Somebody who cannot be read now counts as nobody, with the reason. */
async function orUnknown(
  reading: Promise<Person>,
): Promise<Person | { readonly standing: 'unknown'; readonly why: string }> {
  try {
    return await reading;
  } catch (error) {
    const failure = slackFailure(error);
    const why = {
      refused: 'Slack refuses to say who this is',
      limited: 'Slack asks for fewer requests',
      unknown: 'Slack does not answer',
    };
    return { standing: 'unknown', why: why[failure.kind] };
  }
}
