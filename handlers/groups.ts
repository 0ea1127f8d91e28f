import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../src/ports.ts';
import { PersonId } from '../src/release/ids.ts';
import { cache } from './cache.ts';
import { answerOf, slackFailure } from './slack-failure.ts';

/** Members of a user group, or why nobody can say who they are. */
export type GroupReading =
  | { readonly kind: 'read'; readonly people: readonly PersonId[] }
  | { readonly kind: 'unread'; readonly why: string };

export interface GroupReader {
  members(handle: string, fresh: 'cached' | 'fresh'): Promise<GroupReading>;
  id(handle: string): Promise<string | null>;
  /** By the group's id. */
  forget(id: string): void;
}

const Groups = z.object({ usergroups: z.array(z.object({ id: z.string(), handle: z.string() })) });
const Members = z.object({ users: z.array(z.string()) });
const noSuchGroup = { kind: 'unread', why: 'Slack has no active user group of that name' } as const;

/** Reads Slack's user groups by handle; members and handles are kept for `maxAgeMs`. */
export function groupReader(client: WebClient, clock: Clock, maxAgeMs: number): GroupReader {
  const handles = cache(readHandles, clock, maxAgeMs, 1);
  const people = cache(readMembers, clock, maxAgeMs, 1_000);

  return {
    async members(handle, fresh) {
      try {
        const id = await find(handle, fresh);
        return id === null ? noSuchGroup : { kind: 'read', people: await people.get(id, fresh) };
      } catch (error) {
        return { kind: 'unread', why: reason(error) };
      }
    },
    async id(handle) {
      try {
        return await find(handle, 'cached');
      } catch (error) {
        slackFailure(error);
        return null;
      }
    },
    forget: (id) => people.forget(id),
  };

  /** A handle that is not in the list kept is looked for once more in a fresh one: it may be new. */
  async function find(handle: string, fresh: 'cached' | 'fresh'): Promise<string | null> {
    const name = handle.replace(/^@/, '').toLowerCase();
    const known = (await handles.get('all', 'cached')).get(name) ?? null;
    return known ?? (fresh === 'fresh' ? ((await handles.get('all', 'fresh')).get(name) ?? null) : null);
  }

  async function readHandles(): Promise<ReadonlyMap<string, string>> {
    const { usergroups } = answerOf(Groups, 'usergroups.list', await client.usergroups.list({}));
    return new Map(usergroups.map(({ handle, id }) => [handle.toLowerCase(), id]));
  }

  async function readMembers(id: string): Promise<readonly PersonId[]> {
    const { users } = answerOf(Members, 'usergroups.users.list', await client.usergroups.users.list({ usergroup: id }));
    return users.flatMap((user) => PersonId.safeParse(user).data ?? []);
  }
}

const reasons: Readonly<Record<string, string>> = {
  plan_upgrade_required: 'user groups are not part of this Slack plan; list the people in the policy file',
  missing_scope: 'Signalbox lacks the scope usergroups:read; install it again from its manifest',
  no_such_subteam: 'Slack has no active user group of that name',
  subteam_not_found: 'Slack has no active user group of that name',
};

function reason(error: unknown): string {
  const failure = slackFailure(error);
  if (failure.kind === 'refused') return reasons[failure.error] ?? `Slack refuses: ${failure.error}`;
  return failure.kind === 'limited' ? 'Slack asks for fewer requests' : 'Slack does not answer';
}
