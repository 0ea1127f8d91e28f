import { acceptingGroupsOf } from '../release/acceptance.ts';
import type { Requirements } from '../release/event.ts';
import type { PersonId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { type Electorate, membersOf } from '../release/people.ts';
import { groupsOf } from '../release/quorum.ts';
import { personOf } from '../release/rights.ts';
import type { ReleaseState } from '../release/state.ts';

interface Said {
  readonly person: PersonId;
  readonly groups: readonly string[];
}

/** Whose yes still counts: active members of every group that it came from, whom nothing excludes by now. */
export function stillCounting(
  { approvals }: Pick<ReleaseState, 'approvals'>,
  requirements: Requirements,
  people: Electorate,
): readonly PersonId[] {
  return still(approvals, requirements, (person) => groupsOf(requirements, people, person));
}

/** Who accepted verdicts and still may. */
export function stillAccepting(
  { accepted }: Pick<ReleaseState, 'accepted'>,
  requirements: Requirements,
  people: Electorate,
): readonly PersonId[] {
  return still(accepted, requirements, (person) => acceptingGroupsOf(requirements, people, person));
}

/** Who broke the glass, unless Slack says that they may not any more; while it says nothing, nothing holds it. */
export function stillBreaking(
  { opened }: Pick<ReleaseState, 'opened'>,
  { breakGlass }: Pick<LanePolicy, 'breakGlass'>,
  people: Electorate,
): readonly PersonId[] {
  const by = personOf(opened.by);
  if (by === null) return [];
  const standing = people.standing.get(by) ?? 'unknown';
  if (standing !== 'member') return standing === 'unknown' ? [by] : [];
  const may = membersOf(people, breakGlass).has(by) || breakGlass.some((group) => people.unread.has(group));
  return may ? [by] : [];
}

/** Who asked on the command line, where a key and not Slack said who they are: Slack has its say before anything moves. */
export function askerToRead({ opened, alone, breakGlass }: ReleaseState): readonly PersonId[] {
  const by = personOf(opened.by);
  return by === null || opened.via !== 'cli' || alone || breakGlass ? [] : [by];
}

/** What Slack has not said yet of those whose word lets this release start, or null: it starts with nobody's word unread. */
export function unreadYet(
  { approvals, accepted }: Pick<ReleaseState, 'approvals' | 'accepted'>,
  asker: readonly PersonId[],
  people: Electorate,
): string | null {
  const named = [...approvals, ...accepted].flatMap((one) => [one.person, ...one.groups]);
  const unread = [...asker, ...named].find((ref) => people.unread.has(ref));
  if (unread !== undefined) return `could not read who is in ${unread}`;
  const out = asker.find((id) => people.standing.get(id) !== 'member');
  return out === undefined ? null : `${out}, who asked for it by key, is no active member; withdraw it`;
}

function still(
  said: readonly Said[],
  { excluded }: Requirements,
  groupsNow: (person: PersonId) => readonly string[],
): readonly PersonId[] {
  const out = new Set(excluded.map((one) => one.person));
  const counts = said.filter(({ person, groups }) => {
    const now = groupsNow(person);
    return !out.has(person) && groups.every((group) => now.includes(group));
  });
  return [...new Set(counts.map(({ person }) => person))];
}
