import type { Directory } from '../ports.ts';
import { isEmail } from '../release/identities.ts';
import type { PersonId } from '../release/ids.ts';
import { PersonId as Person } from '../release/ids.ts';
import type { LanePolicy, PrincipalRef } from '../release/lane-policy.ts';
import type { Electorate } from '../release/people.ts';
import type { ReleaseState } from '../release/state.ts';

/** Reads who is who in a lane: people and Slack user groups from the directory, the policy's own groups put together from them. */
export async function electorateOf(
  directory: Directory,
  policy: LanePolicy,
  people: readonly PersonId[],
  fresh: 'cached' | 'fresh',
): Promise<Electorate> {
  const leaves = leavesOf(policy);
  const known = new Map(leaves.flatMap((leaf) => namedIn(policy, leaf)));
  const asked = leaves.filter((leaf) => !known.has(leaf));
  const persons = [...people, ...asked.flatMap(asPerson), ...[...known.values()].flat()];
  const read = await directory.electorate(asked, persons, fresh);
  const leaf = new Map([...read.members, ...known]);
  const members = new Map(leaf);
  const unread = new Map(read.unread);
  for (const [group, refs] of Object.entries(policy.groups)) {
    members.set(group, [...new Set(refs.flatMap((ref) => leaf.get(ref) ?? []))]);
    const missing = refs.find((ref) => read.unread.has(ref));
    if (missing !== undefined) unread.set(group, read.unread.get(missing) ?? '');
  }
  return { standing: read.standing, members, unread };
}

/** Who is who, as far as this release asks. On-call alone is enough for its rollback, so that one waits for no directory. */
export async function electorateFor(
  directory: Directory,
  policy: LanePolicy,
  { alone }: Pick<ReleaseState, 'alone'>,
  people: readonly PersonId[],
  fresh: 'cached' | 'fresh',
): Promise<Electorate> {
  return alone
    ? { standing: new Map(), members: new Map(), unread: new Map() }
    : electorateOf(directory, policy, people, fresh);
}

/** An e-mail address that the policy's `people` name is whose they say; Slack is asked for the others. A machine is nobody. */
function namedIn(
  { people }: LanePolicy,
  leaf: PrincipalRef,
): readonly (readonly [PrincipalRef, readonly PersonId[]])[] {
  const person = isEmail(leaf) && Object.hasOwn(people, leaf) ? people[leaf] : undefined;
  return person === undefined ? [] : [[leaf, person === 'machine' ? [] : [person]]];
}

function leavesOf(policy: LanePolicy): readonly PrincipalRef[] {
  const rules = [...(policy.approvals === 'none' ? [] : policy.approvals), ...policy.rollback.approvals].flatMap(
    (rule) => rule.from,
  );
  const verbs = Object.values(policy.may).flatMap((who) => (who === 'everybody' ? [] : who));
  const named = [
    ...rules,
    ...verbs,
    ...policy.rollback.onCall,
    ...policy.owner,
    ...policy.breakGlass,
    ...policy.watching.may,
  ];
  return [...new Set(named.flatMap((ref) => policy.groups[ref] ?? [ref]))];
}

function asPerson(ref: PrincipalRef): readonly PersonId[] {
  const parsed = Person.safeParse(ref);
  return parsed.success ? [parsed.data] : [];
}
