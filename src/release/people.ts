import type { PersonId } from './ids.ts';

/** What Slack says about somebody. Only `member` may decide anything. */
export type Standing = 'member' | 'guest' | 'bot' | 'deactivated' | 'stranger' | 'unknown';

/** Who is who in one lane, as read from Slack and the policy at one moment. */
export interface Electorate {
  readonly standing: ReadonlyMap<PersonId, Standing>;
  /** Members of every principal that the lane's policy names: groups, `@handles` and people, each under its own spelling. */
  readonly members: ReadonlyMap<string, readonly PersonId[]>;
  /** Principals whose members could not be read now, with the reason. An unread group has no members: it never fails open. */
  readonly unread: ReadonlyMap<string, string>;
}

/** The same where those of `people` of whom Slack said nothing count as the policy's file names them. Whom it does not know stays unknown. */
export function asNamed(electorate: Electorate, people: readonly PersonId[]): Electorate {
  const { standing, unread, members } = electorate;
  const silent = people.filter((id) => standing.get(id) === 'unknown' && unread.has(id));
  return {
    members,
    standing: new Map([...standing, ...silent.map((id): [PersonId, Standing] => [id, 'member'])]),
    unread: new Map([...unread].filter(([ref]) => !silent.some((id) => id === ref))),
  };
}

/** Everybody in any of the principals who is an active member of our workspace. */
export function membersOf(electorate: Electorate, principals: readonly string[]): ReadonlySet<PersonId> {
  const all = principals.flatMap((ref) => electorate.members.get(ref) ?? []);
  return new Set(all.filter((id) => electorate.standing.get(id) === 'member'));
}
