import { type Answer, pageOf, refusal } from './strictness.ts';
import { commitNamed, compared, type Repository, type World } from './world.ts';

interface Asked {
  readonly repository: Repository;
  readonly name: string;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

const notFound = refusal(404, 'Not Found');

/** Answers one request that is well-formed and comes with a known token. */
export function answerTo(world: World, token: string, path: string, query: URLSearchParams): Answer {
  const [empty, root, owner, name, ...rest] = path.split('/').map(decodeURIComponent);
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (empty !== '' || root !== 'repos' || repository === undefined) return notFound;
  const seen = world.tokens.get(token) ?? [];
  // A private repository is not there for those who may not see it.
  if (repository.isPrivate && !seen.includes(`${owner}/${name}`.toLowerCase())) return notFound;
  return route({ repository, name: `${owner}/${name}`, rest, query });
}

function route(asked: Asked): Answer {
  const [what, ref = '', more] = asked.rest;
  if (what === 'compare' && more === undefined) return comparison(asked, ref);
  if (what !== 'commits' || asked.rest.length > 3) return notFound;
  const commit = commitNamed(asked.repository, ref);
  if (commit === null) return refusal(422, `No commit found for SHA: ${ref}`);
  if (more === undefined) return { status: 200, body: { sha: commit, html_url: page(asked, `commit/${commit}`) } };
  if (more === 'check-runs') return checkRuns(asked, commit);
  return more === 'status' ? status(asked, commit) : notFound;
}

function checkRuns(asked: Asked, commit: string): Answer {
  const all = asked.repository.runs.get(commit) ?? [];
  const shown = pageOf(all, asked.query);
  if (!isPage(shown)) return shown;
  const check_runs = shown.map((run, at) => ({
    id: at + 1,
    head_sha: commit,
    html_url: page(asked, `runs/${at + 1}`),
    ...run,
  }));
  return { status: 200, body: { total_count: all.length, check_runs } };
}

function status(asked: Asked, commit: string): Answer {
  const all = asked.repository.statuses.get(commit) ?? [];
  const shown = pageOf(all, asked.query);
  if (!isPage(shown)) return shown;
  const states = all.map(({ state }) => state);
  const failed = states.some((state) => state === 'error' || state === 'failure');
  const state = failed ? 'failure' : states.length > 0 && !states.includes('pending') ? 'success' : 'pending';
  const statuses = shown.map((one) => ({ ...one, target_url: null }));
  return { status: 200, body: { state, sha: commit, total_count: all.length, statuses } };
}

function comparison(asked: Asked, range: string): Answer {
  const [base, head, more] = range.split('...').map((ref) => commitNamed(asked.repository, ref));
  if (!base || !head || more !== undefined) return notFound;
  const { status: word, ahead, behind } = compared(asked.repository, base, head);
  const shown = pageOf(ahead, asked.query);
  if (!isPage(shown)) return shown;
  return {
    status: 200,
    body: {
      url: page(asked, `compare/${range}`),
      status: word,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: shown.map((sha) => ({ sha })),
      files: [],
    },
  };
}

function isPage<T>(shown: readonly T[] | Answer): shown is readonly T[] {
  return Array.isArray(shown);
}

function page({ name }: Asked, what: string): string {
  return `https://github.com/${name}/${what}`;
}
