import { type ActionsWorld, emptyActions } from './actions/world.ts';

/** A check run as an app reports it; `conclusion` only once it is completed. */
export interface CheckRun {
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: string | null;
}

/** A status that somebody set on a commit. */
export interface Status {
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
}

/** A repository: commits with their parents, branches, tags, what was said of commits, and its Actions. */
export interface Repository {
  readonly isPrivate: boolean;
  readonly parents: Map<string, readonly string[]>;
  readonly branches: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly runs: Map<string, readonly CheckRun[]>;
  readonly statuses: Map<string, readonly Status[]>;
  readonly actions: ActionsWorld;
}

/** What the stand-in knows; tests and the demo change it as they like. */
export interface World {
  /** By `owner/name`, in small letters. */
  readonly repositories: Map<string, Repository>;
  /** Tokens, each with the private repositories that it may see. */
  readonly tokens: Map<string, readonly string[]>;
}

export function emptyWorld(): World {
  return { repositories: new Map(), tokens: new Map() };
}

/** Adds a repository whose commits follow each other on `main`, the oldest first. */
export function addRepository(world: World, name: string, commits: readonly string[], isPrivate = false): Repository {
  const parents = new Map(
    commits.map((commit, at): [string, readonly string[]] => [commit, commits.slice(at - 1, at)]),
  );
  const last = commits.at(-1);
  const branches = new Map(last === undefined ? [] : [['main', last]]);
  const tags = new Map<string, string>();
  const made = { isPrivate, parents, branches, tags, runs: new Map(), statuses: new Map(), actions: emptyActions() };
  world.repositories.set(name.toLowerCase(), made);
  return made;
}

/** The commit that a full or shortened hash, a branch, `heads/…` or `tags/…` means. */
export function commitNamed({ parents, branches, tags }: Repository, ref: string): string | null {
  const [kind, ...name] = ref.split('/');
  const named = kind === 'tags' ? tags.get(name.join('/')) : branches.get(kind === 'heads' ? name.join('/') : ref);
  if (named !== undefined) return named;
  const [only, other] = [...parents.keys()].filter((sha) => ref.length >= 7 && sha.startsWith(ref));
  return only !== undefined && other === undefined ? only : null;
}

/** How many commits each of two has that the other has not, and the word for it. */
export function compared(repository: Repository, base: string, head: string) {
  const [before, after] = [ancestors(repository, base), ancestors(repository, head)];
  const ahead = [...after].filter((sha) => !before.has(sha));
  const behind = [...before].filter((sha) => !after.has(sha));
  return { status: wordFor(ahead.length, behind.length), ahead, behind };
}

function wordFor(ahead: number, behind: number): string {
  if (ahead === 0) return behind === 0 ? 'identical' : 'behind';
  return behind === 0 ? 'ahead' : 'diverged';
}

function ancestors({ parents }: Repository, commit: string): ReadonlySet<string> {
  const found = new Set([commit]);
  for (const sha of found) for (const parent of parents.get(sha) ?? []) found.add(parent);
  return found;
}
