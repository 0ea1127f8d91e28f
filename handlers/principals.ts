import { PersonId } from '../src/release/ids.ts';
import { type EmailReader, emailReason, isEmail } from './emails.ts';
import type { GroupReader, GroupReading } from './groups.ts';

type Groups = Readonly<Record<string, readonly string[]>>;

/** Members of each principal under its own spelling, and which could not be read, with the reason. */
export interface Members {
  readonly members: ReadonlyMap<string, readonly PersonId[]>;
  readonly unread: Map<string, string>;
}

/** Where principals that are no people are looked up. */
export interface PrincipalReaders {
  readonly userGroups: GroupReader;
  readonly emails: EmailReader;
}

/** Expands principals (people, e-mail addresses, `@handles`, the policy's groups, which may hold all). What cannot be read has no members. */
export async function readPrincipals(
  principals: readonly string[],
  groups: Groups,
  readers: PrincipalReaders,
  fresh: 'cached' | 'fresh',
): Promise<Members> {
  const leaves = new Map(principals.map((ref) => [ref, leavesOf(ref, groups)]));
  const asked = new Set([...leaves.values()].flat().filter((leaf) => leaf.startsWith('@') || isEmail(leaf)));
  const read = new Map(
    await Promise.all([...asked].map(async (leaf) => [leaf, await reading(leaf, readers, fresh)] as const)),
  );
  const members = new Map(
    [...leaves].map(([ref, all]) => [ref, [...new Set(all.flatMap((leaf) => peopleIn(leaf, read)))]]),
  );
  const unread = new Map([...leaves].flatMap(([ref, all]) => all.flatMap((leaf) => [...unreadIn(leaf, read, ref)])));
  return { members, unread };
}

function reading(
  leaf: string,
  { userGroups, emails }: PrincipalReaders,
  fresh: 'cached' | 'fresh',
): Promise<GroupReading> {
  return isEmail(leaf) ? ofEmail(leaf, emails, fresh) : userGroups.members(leaf, fresh);
}

/** An address that nobody has is read, and names nobody. */
async function ofEmail(email: string, emails: EmailReader, fresh: 'cached' | 'fresh'): Promise<GroupReading> {
  try {
    const person = await emails.person(email, fresh);
    return { kind: 'read', people: person === null ? [] : [person] };
  } catch (error) {
    return { kind: 'unread', why: emailReason(error) };
  }
}

function peopleIn(leaf: string, read: ReadonlyMap<string, GroupReading>): readonly PersonId[] {
  const reading = read.get(leaf);
  if (reading) return reading.kind === 'read' ? reading.people : [];
  const id = PersonId.safeParse(leaf);
  return id.success ? [id.data] : [];
}

/** Both what could not be read and what holds it are unread. */
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

/** People, addresses and `@handles` inside a principal, through groups in groups. */
export function leavesOf(ref: string, groups: Groups, within: ReadonlySet<string> = new Set()): readonly string[] {
  const parts = Object.hasOwn(groups, ref) ? groups[ref] : undefined;
  if (parts === undefined) return [ref];
  if (within.has(ref)) return [];
  return parts.flatMap((part) => leavesOf(part, groups, new Set([...within, ref])));
}
