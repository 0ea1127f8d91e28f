import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ReleaseError } from '../../errors.ts';
import type { Call } from '../../ports.ts';
import { type GitAnswer, type GitOptions, git } from './git.ts';

export interface MirrorOptions {
  readonly repository: string;
  /** Sent to a repository that is reached by http; null where none is needed. */
  readonly token: string | null;
  readonly folder: string;
  readonly path: string;
}

/** A copy of all commits of a repository, for as many workers as share the folder. */
export interface Mirror {
  readonly path: string;
  /** Makes sure that the commit is here, with one fetch if it has to be; `training_refused` when the repository does not have it. */
  bring(commit: string, call: Call): Promise<void>;
  /** The first commit that one of these names in the repository as it is now; null when none does. */
  first(names: readonly string[], call: Call): Promise<string | null>;
}

export function mirrorOf({ repository, token, folder, path }: MirrorOptions): Mirror {
  const place = join(folder, `mirror-${createHash('sha256').update(repository).digest('hex').slice(0, 16)}.git`);
  const asking: GitOptions = { path, settings: tokenSettings(repository, token) };
  let fetching: Promise<unknown> = Promise.resolve();
  const at = (...args: readonly string[]) => [`--git-dir=${place}`, ...args];
  const has = async (commit: string, call: Call) =>
    (await git(at('cat-file', '-e', `${commit}^{commit}`), { path }, call)).code === 0;

  async function make(call: Call): Promise<void> {
    if ((await git(at('rev-parse', '--git-dir'), { path }, call)).code === 0) return;
    const draft = `${place}.${crypto.randomUUID()}`;
    const made = await git(['init', '--quiet', '--bare', '--template=', draft], { path }, call);
    if (made.code !== 0) throw doubt('init', made);
    // Another worker may have been quicker: then its mirror is the one.
    await rename(draft, place).catch(() => rm(draft, { recursive: true, force: true }));
  }

  function fetch(call: Call): Promise<GitAnswer> {
    const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
    const options = ['--quiet', '--no-write-fetch-head', '--no-recurse-submodules', '--prune'];
    return git(at('fetch', ...options, '--', repository, ...refs), asking, call);
  }

  /** One after the other here; another worker may still be writing the same ref, and has done so soon. */
  function fetchAlone(call: Call): Promise<GitAnswer> {
    const answer = fetching.then(async () => {
      const once = await fetch(call);
      return once.code === 0 ? once : fetch(call);
    });
    fetching = answer.catch(() => null);
    return answer;
  }

  async function first(names: readonly string[], call: Call): Promise<string | null> {
    await make(call);
    const fetched = await fetchAlone(call);
    if (fetched.code !== 0) throw doubt('fetch', fetched);
    for (const name of names) {
      const asked = at('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
      const { code, printed } = await git(asked, { path }, call);
      if (code === 0) return printed.trim();
    }
    return null;
  }

  async function bring(commit: string, call: Call): Promise<void> {
    await make(call);
    if (await has(commit, call)) return;
    const fetched = await fetch(call);
    // Of two that fetch at once git lets one write a ref, and what the other has brought is here all the same.
    if (await has(commit, call)) return;
    if (fetched.code !== 0) throw doubt('fetch', fetched);
    const words = `The repository has no commit ${commit} on any branch or tag. Push it, then try again.`;
    throw new ReleaseError('training_refused', { words, repository, commit });
  }

  return { path: place, bring, first };
}

/** Puts a commit's files into an empty folder; answers with words when it cannot. */
export async function checkOut(
  mirror: string,
  commit: string,
  folder: string,
  path: string,
  call: Call,
): Promise<string | null> {
  const args = [`--git-dir=${mirror}`, 'worktree', 'add', '--quiet', '--detach', folder, commit];
  const { code, said } = await git(args, { path }, call);
  return code === 0 ? null : `The commit could not be checked out: ${said.trim()}`;
}

/** Takes the folder away again, and what the mirror knows of it. */
export async function discard(mirror: string, folder: string, path: string, call: Call): Promise<void> {
  await git([`--git-dir=${mirror}`, 'worktree', 'remove', '--force', '--force', folder], { path }, call);
  await rm(folder, { recursive: true, force: true });
}

function doubt(what: string, { code, said }: GitAnswer): ReleaseError {
  return new ReleaseError('trainer_unreachable', { git: what, code, said });
}

function tokenSettings(repository: string, token: string | null): Readonly<Record<string, string>> {
  if (token === null || !URL.canParse(repository)) return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return { [`http.${new URL(repository).origin}/.extraHeader`]: `Authorization: Basic ${basic}` };
}
