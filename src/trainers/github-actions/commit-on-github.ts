import type { Http } from '../../http.ts';
import type { Call, Clock } from '../../ports.ts';
import { type CommitNamed, commitNamed, type Place } from '../commit-named.ts';
import { type Repository, repositoryAt } from './api.ts';
import { Commit } from './schema.ts';

const refOf: Readonly<Record<Place['kind'], (name: string) => string>> = {
  tag: (name) => `tags/${name}`,
  branch: (name) => `heads/${name}`,
  hash: (name) => name,
};
/** Of a name that is not there GitHub says one or the other. */
const unknown: readonly number[] = [404, 422];

/** The commit that words mean in a repository on GitHub; the token needs to read its contents. */
export function commitOnGitHub({
  http,
  repository,
  now,
}: {
  readonly http: Http;
  readonly repository: string;
  readonly now: Clock;
}): CommitNamed {
  const github = repositoryAt(repository, http, now);
  return commitNamed((places, call) => firstOf(github, places, call));
}

async function firstOf(github: Repository, places: readonly Place[], call: Call): Promise<string | null> {
  for (const { kind, name } of places) {
    const path = `${github.root}/commits/${encodeURIComponent(refOf[kind](name))}`;
    const answer = await github.ask(Commit, { method: 'GET', path }, call);
    if (answer.kind === 'ok') return answer.value;
    if (!unknown.includes(answer.status)) throw github.failed(answer, 'Our token needs to read the contents there.');
  }
  return null;
}
