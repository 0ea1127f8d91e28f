import type { Directory } from '../ports.ts';
import type { Delivery } from '../release/command.ts';
import type { PersonId } from '../release/ids.ts';
import { asNamed } from '../release/people.ts';
import type { Deps } from './deps.ts';

/**
 * Who is who for one delivery. Whom a key proved counts as the policy's file names them while Slack cannot be asked; what Slack
 * does say of them, or of anybody else, stays as it says it.
 */
export function depsFor(deps: Deps, { proof, by }: Pick<Delivery, 'proof' | 'by'>): Deps {
  if (proof !== 'key' || by.kind !== 'person') return deps;
  const directory = provenIn(deps.directory, by.id);
  return {
    ...pick(deps),
    directory,
    // Connected when they are asked first, as in what this stands on.
    get registries() {
      return deps.registries;
    },
    get outsiders() {
      return deps.outsiders;
    },
  };
}

function pick({
  store,
  due,
  posts,
  policies,
  clock,
  log,
  past,
}: Deps): Omit<Deps, 'directory' | 'registries' | 'outsiders'> {
  return { store, due, posts, policies, clock, log, ...(past === undefined ? {} : { past }) };
}

function provenIn(directory: Directory, person: PersonId): Directory {
  return {
    byEmail: (emails, fresh) => directory.byEmail(emails, fresh),
    electorate: async (principals, people, fresh) =>
      asNamed(await directory.electorate(principals, people, fresh), [person]),
  };
}
