import type { PersonId } from '../release/ids.ts';
import type { Found } from './problems.ts';
import { walk } from './walk.ts';

const prefix = 'key:';
const digestOfKey = /^key:[0-9a-f]{64}$/;

type People = Readonly<Record<string, PersonId | 'machine'>>;

/** Who is proven by a key on the command line, by the SHA-256 of the key in hex. A person may have several, while one is changed. */
export function keysIn(people: People): ReadonlyMap<string, PersonId> {
  return new Map(
    Object.entries(people).flatMap(([identity, person]): [string, PersonId][] =>
      digestOfKey.test(identity) && person !== 'machine' ? [[identity.slice(prefix.length), person]] : [],
    ),
  );
}

/** The identities that registry and git may know. A key is none: whoever writes its digest as their name is nobody by it. */
export function identitiesIn(people: People): People {
  return Object.fromEntries(Object.entries(people).filter(([identity]) => !identity.startsWith(prefix)));
}

/** What cannot be a key's line: another digest than that of `signalbox key`, and a machine, which nobody answers for. */
export function wrongKeys(raw: unknown): Found[] {
  return walk(raw, 'people.*').flatMap(({ path, value }): Found[] => {
    const identity = String(path[1]);
    if (!identity.startsWith(prefix)) return [];
    if (!digestOfKey.test(identity))
      return [
        { path, at: 'key', words: 'this is not the digest of a key. Write the line that `signalbox key` prints.' },
      ];
    return value === 'machine'
      ? [{ path, at: 'value', words: 'a key is a person’s. Write their Slack member id, such as U0PAT.' }]
      : [];
  });
}
