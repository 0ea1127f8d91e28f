import { actionsAnswer } from './actions/routes.ts';
import { type Asked, pageAddress } from './asked.ts';
import { type Answer, isPage, pageOf, refusal } from './strictness.ts';
import { commitNamed, compared, type World } from './world.ts';

const notFound = refusal(404, 'Not Found');

/** What was asked, in parts. */
export interface Question {
  readonly method: string;
  readonly token: string;
  readonly address: URL;
  readonly body: string;
}

/** Answers one request that is well-formed and comes with a known token. */
export function answerTo(world: World, { method, token, address, body }: Question): Answer {
  const [empty, root, owner, name, ...rest] = address.pathname.split('/').map(decodeURIComponent);
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (empty !== '' || root !== 'repos' || repository === undefined) return notFound;
  const seen = world.tokens.get(token) ?? [];
  // A private repository is not there for those who may not see it.
  if (repository.isPrivate && !seen.includes(`${owner}/${name}`.toLowerCase())) return notFound;
  const { searchParams: query, origin } = address;
  return route({ method, token, repository, name: `${owner}/${name}`, rest, query, body, origin });
}

function route(asked: Asked): Answer {
  const [what, ref = '', more] = asked.rest;
  if (what === 'actions') return actionsAnswer(asked);
  if (asked.method !== 'GET') return notFound;
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

function page({ name }: Asked, what: string): string {
  return pageAddress(name, what);
}
