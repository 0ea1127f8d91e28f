import { PersonId } from '../src/release/ids.ts';
import type { GroupReader, GroupReading } from './groups.ts';

type Groups = Readonly<Record<string, readonly string[]>>;

/** Members of each principal under its own spelling, and which could not be read, with the reason. */
export interface Members {
  readonly members: ReadonlyMap<string, readonly PersonId[]>;
  readonly unread: Map<string, string>;
}

/** Expands principals (people, `@handles`, the policy's groups, which may hold both). A user group that cannot be read has no members. */
export async function readPrincipals(
  principals: readonly string[],
  groups: Groups,
  userGroups: GroupReader,
  fresh: 'cached' | 'fresh',
): Promise<Members> {
  const leaves = new Map(principals.map((ref) => [ref, leavesOf(ref, groups)]));
  const handles = new Set([...leaves.values()].flat().filter((leaf) => leaf.startsWith('@')));
  const read = new Map(
    await Promise.all([...handles].map(async (handle) => [handle, await userGroups.members(handle, fresh)] as const)),
  );
  const members = new Map(
    [...leaves].map(([ref, all]) => [ref, [...new Set(all.flatMap((leaf) => peopleIn(leaf, read)))]]),
  );
  const unread = new Map([...leaves].flatMap(([ref, all]) => all.flatMap((leaf) => [...unreadIn(leaf, read, ref)])));
  return { members, unread };
}

function peopleIn(leaf: string, read: ReadonlyMap<string, GroupReading>): readonly PersonId[] {
  const reading = read.get(leaf);
  if (reading) return reading.kind === 'read' ? reading.people : [];
  const id = PersonId.safeParse(leaf);
  return id.success ? [id.data] : [];
}

/** Both the user group and what holds it are unread. */
function unreadIn(
  leaf: string,
  read: ReadonlyMap<string, GroupReading>,
  ref: string,
): readonly (readonly [string, string])[] {
  const reading = read.get(leaf);
  if (reading?.kind !== 'unread') return [];
  return [
    [leaf, reading.why],
    [ref, reading.why],
  ];
}

/** People and `@handles` inside a principal, through groups in groups. */
export function leavesOf(ref: string, groups: Groups, within: ReadonlySet<string> = new Set()): readonly string[] {
  const parts = Object.hasOwn(groups, ref) ? groups[ref] : undefined;
  if (parts === undefined) return [ref];
  if (within.has(ref)) return [];
  return parts.flatMap((part) => leavesOf(part, groups, new Set([...within, ref])));
}
