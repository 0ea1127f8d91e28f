import { ReleaseError } from '../../src/errors.ts';
import type { Clock, Directory } from '../../src/ports.ts';
import { PersonId } from '../../src/release/ids.ts';
import type { Electorate, Standing } from '../../src/release/people.ts';

/** Who is who in the workspace, to be changed at will. Whoever is not listed is a stranger. */
export interface Workspace {
  readonly standing: Map<PersonId, Standing>;
  /** Slack user groups by handle, `@` included. */
  readonly groups: Map<string, readonly PersonId[]>;
  /** Groups that cannot be read now, with the reason. */
  readonly unread: Map<string, string>;
  /** Who has which address; whoever asks for one that is in `unread` hears that Slack does not answer. */
  readonly emails: Map<string, PersonId>;
}

export function emptyWorkspace(): Workspace {
  return { standing: new Map(), groups: new Map(), unread: new Map(), emails: new Map() };
}

const cachedMs = 60_000;

type Read<T> = { readonly value: T; readonly at: number };

/** The directory of one process: what it read is kept for a minute, unless somebody asks for it fresh. */
export function fakeDirectory(workspace: Workspace, clock: Clock): Directory {
  const groups = new Map<string, Read<readonly PersonId[] | null>>();
  const people = new Map<PersonId, Read<Standing>>();
  const read = <K, T>(cache: Map<K, Read<T>>, key: K, fresh: boolean, now: () => T): T => {
    const kept = cache.get(key);
    if (kept !== undefined && !fresh && clock() - kept.at < cachedMs && clock() >= kept.at) return kept.value;
    const value = now();
    cache.set(key, { value, at: clock() });
    return value;
  };
  return {
    electorate: async (principals, asked, how): Promise<Electorate> => {
      const fresh = how === 'fresh';
      const members = new Map<string, readonly PersonId[]>();
      const unread = new Map<string, string>();
      for (const ref of principals) {
        const found = read(groups, ref, fresh, () => membersNow(workspace, ref));
        if (found === null) unread.set(ref, workspace.unread.get(ref) ?? 'no such group');
        else members.set(ref, found);
      }
      const everybody = new Set([...asked, ...[...members.values()].flat()]);
      const standing = [...everybody].map((id): [PersonId, Standing] => [
        id,
        read(people, id, fresh, () => workspace.standing.get(id) ?? 'stranger'),
      ]);
      return { standing: new Map(standing), members, unread };
    },
    byEmail: async (emails) => {
      const lost = emails.find((email) => workspace.unread.has(email));
      if (lost !== undefined) throw new ReleaseError('slack_unreachable', { email: lost });
      return new Map(emails.map((email) => [email, workspace.emails.get(email) ?? null]));
    },
  };
}

function membersNow({ groups, unread, emails }: Workspace, ref: string): readonly PersonId[] | null {
  if (unread.has(ref)) return null;
  const person = PersonId.safeParse(emails.get(ref) ?? ref);
  return person.success ? [person.data] : (groups.get(ref) ?? null);
}
