import type { VersionFacts } from './evidence.ts';
import type { PersonId } from './ids.ts';
import type { Excluded, LanePolicy } from './lane-policy.ts';

/** What Slack says about e-mail addresses: whose they are, or that they are nobody's here. */
export type Emails = ReadonlyMap<string, PersonId | null>;

export const noEmails: Emails = new Map();

type Author = Exclude<Excluded, 'requester'>;

/** Who wrote this, as registry and git write it; only the roles that the policy excludes. Null where nothing was logged. */
export function authorsOf(
  { exclude }: Pick<LanePolicy, 'exclude'>,
  { run }: Pick<VersionFacts, 'run'>,
): readonly { readonly role: Author; readonly identity: string | null }[] {
  const identities = { 'run-author': run?.user ?? null, 'commit-author': run?.commitAuthor ?? null };
  const roles = exclude.filter((one): one is Author => one !== 'requester');
  return roles.map((role) => ({ role, identity: identities[role] }));
}

/** Who an identity is: as the policy's `people` name it, else whoever has that e-mail address in Slack; null when nobody can say. */
export function personBehind(
  { people }: Pick<LanePolicy, 'people'>,
  emails: Emails,
  identity: string,
): PersonId | 'machine' | null {
  const named = Object.hasOwn(people, identity) ? people[identity] : undefined;
  return named ?? emails.get(identity) ?? null;
}

/** `pat@corp.example`, not `@platform`. */
export function isEmail(identity: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(identity);
}
