import type { Directory } from '../ports.ts';
import type { VersionFacts } from '../release/evidence.ts';
import { authorsOf, type Emails, isEmail, noEmails } from '../release/identities.ts';
import type { LanePolicy } from '../release/lane-policy.ts';

/** Asks Slack whose the e-mail addresses of those authors are who are excluded and whom `people` does not name. Throws when nobody could tell. */
export async function emailsOf(
  directory: Pick<Directory, 'byEmail'>,
  policy: Pick<LanePolicy, 'exclude' | 'people'>,
  candidate: VersionFacts,
  fresh: 'cached' | 'fresh',
): Promise<Emails> {
  const asked = authorsOf(policy, candidate).flatMap(({ identity }) =>
    identity === null || !isEmail(identity) || Object.hasOwn(policy.people, identity) ? [] : [identity],
  );
  return asked.length === 0 ? noEmails : directory.byEmail([...new Set(asked)], fresh);
}
