import type { WebClient } from '@slack/web-api';
import type { Mention } from '../blocks/leaves.ts';
import type { Clock, Directory } from '../src/ports.ts';
import { PersonId } from '../src/release/ids.ts';
import type { Standing } from '../src/release/people.ts';
import { cache } from './cache.ts';
import { emailReader, isEmail } from './emails.ts';
import { groupReader } from './groups.ts';
import { leavesOf, type PrincipalReaders, readPrincipals } from './principals.ts';
import { slackFailure } from './slack-failure.ts';
import { type Person, readPerson } from './standing.ts';

const maxAgeMs = 60_000;
const atOnce = 8;
const mostMentions = 12;

/** The workspace's people as Signalbox needs them, beyond the port: zones, mentions, and what an event says is out of date. */
export interface SlackDirectory extends Directory {
  /** The person's own time zone, an IANA name; null when Slack does not say. */
  zone(person: string): Promise<string | null>;
  standing(person: string): Promise<Standing>;
  /** What colleagues call somebody; the id where Slack does not say, so that a drawing never rings anybody by accident. */
  name(person: string): Promise<string>;
  /** Whom to ping for these principals: people and user groups, those of the policy's groups one by one; at most twelve. */
  mentions(principals: readonly string[]): Promise<readonly Mention[]>;
  personChanged(person: string): void;
  groupChanged(group: string): void;
}

interface Options {
  readonly client: WebClient;
  readonly clock: Clock;
  /** Our workspace's id; throws `ReleaseError` while Slack does not say it. */
  readonly team: () => Promise<string>;
  /** Groups of the active policy, by name. */
  readonly groups: () => Readonly<Record<string, readonly string[]>>;
}

/** Who is who, from Slack and the policy's groups; kept for at most 60 seconds, and read again where `fresh` asks for it. */
export function slackDirectory({ client, clock, team, groups }: Options): SlackDirectory {
  const people = cache(async (id) => readPerson(client, id, await team()), clock, maxAgeMs);
  const userGroups = groupReader(client, clock, maxAgeMs);
  const emails = emailReader(client, clock, maxAgeMs);
  const readers: PrincipalReaders = { userGroups, emails };
  return {
    async electorate(principals, asked, fresh) {
      const { members, unread } = await readPrincipals(principals, groups(), readers, fresh);
      const everybody = [...new Set([...asked, ...[...members.values()].flat()])];
      const found = await inTurns(everybody, (id) => orUnknown(people.get(id, fresh)));
      for (const [id, person] of found) if ('why' in person) unread.set(id, person.why);
      const standing = new Map([...found].map(([id, person]) => [id, person.standing]));
      return { standing, members, unread };
    },
    byEmail: (asked, fresh) => inTurns([...new Set(asked)], (email) => emails.person(email, fresh)),
    zone: async (id) => (await people.get(id, 'cached')).zone,
    standing: async (id) => (await people.get(id, 'cached')).standing,
    name: async (id) => (await orUnknown(people.get(id, 'cached'))).name ?? id,
    async mentions(principals) {
      const leaves = [...new Set(principals.flatMap((ref) => leavesOf(ref, groups())))].slice(0, mostMentions);
      const found = await Promise.all(leaves.map((leaf) => mentionOf(leaf, readers)));
      return found.flat();
    },
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
): Promise<Person | { readonly standing: 'unknown'; readonly name: null; readonly why: string }> {
  try {
    return await reading;
  } catch (error) {
    const failure = slackFailure(error);
    const why = {
      refused: 'Slack refuses to say who this is',
      limited: 'Slack asks for fewer requests',
      unknown: 'Slack does not answer',
    };
    return { standing: 'unknown', name: null, why: why[failure.kind] };
  }
}

/** Whom Slack does not name now is left out: the card names them in words. */
async function mentionOf(leaf: string, { userGroups, emails }: PrincipalReaders): Promise<readonly Mention[]> {
  if (leaf.startsWith('@')) {
    const id = await userGroups.id(leaf);
    return id === null ? [] : [{ kind: 'usergroup', id }];
  }
  if (isEmail(leaf)) {
    const found = await orNobody(emails.person(leaf, 'cached'));
    return found === null ? [] : [{ kind: 'person', id: found }];
  }
  const person = PersonId.safeParse(leaf);
  return person.success ? [{ kind: 'person', id: person.data }] : [];
}

async function orNobody(reading: Promise<PersonId | null>): Promise<PersonId | null> {
  try {
    return await reading;
  } catch (error) {
    slackFailure(error);
    return null;
  }
}
