import type { z } from 'zod';
import { type ErrorCode, ReleaseError } from '../../errors.ts';
import { type Answer, parseJson, type Refused } from '../../http/answer.ts';
import { type GitHub, github } from '../../http/github.ts';
import type { Http } from '../../http.ts';
import type { Call, Clock } from '../../ports.ts';
import { type Correlation, isNamed } from './correlation.ts';
import { Dispatched, type Job, Jobs, Pending, Refusal, Run, Runs, Whatever } from './schema.ts';
import { unchanged } from './unchanged.ts';
import { clipped } from './words.ts';

/** Where trainings run: a workflow of a repository, at a branch or tag. */
export interface Workflow {
  /** `owner/name`. */
  readonly repository: string;
  /** Name of its file, or its id. */
  readonly workflow: string;
  /** Branch or tag whose workflow file is used: GitHub takes no commit here. */
  readonly ref: string;
}

/** What GitHub said to a dispatch: the run that it began, where it tells. */
export type DispatchAnswer = Answer<string | null>;

/** The part of GitHub's API that trains. */
export interface Actions {
  dispatch(body: object, call: Call): Promise<DispatchAnswer>;
  /** Runs of the workflow that carry this name, the oldest first. */
  named(correlation: Correlation, call: Call): Promise<readonly Run[]>;
  /** Null: there is no such run. */
  run(id: string, call: Call): Promise<Run | null>;
  jobs(id: string, call: Call): Promise<readonly Job[]>;
  pending(id: string, call: Call): Promise<Pending>;
  /** Asks a run to end; nothing happens to one that has ended or is gone. */
  cancel(id: string, call: Call): Promise<void>;
  /** The error that a refusal stands for; `hint` says what people can do. */
  failed(refused: Refused, hint?: string): ReleaseError;
}

const names: Readonly<Partial<Record<ErrorCode, ErrorCode>>> = {
  registry_unreachable: 'trainer_unreachable',
  registry_rate_limited: 'trainer_rate_limited',
  registry_refused: 'training_refused',
  registry_auth: 'trainer_auth',
  registry_host_header: 'training_refused',
  registry_answer_malformed: 'trainer_answer_malformed',
};

const perPage = 100;
/** GitHub shows a thousand runs of a filtered list at most. */
const mostPages = 10;
/** An order that nobody heard of again is looked for among the runs of this long. */
const lookBackMs = 7 * 24 * 3_600_000;

/** GitHub's API for one repository, with errors named as a trainer's. */
export interface Repository extends GitHub {
  readonly root: string;
}

export function repositoryAt(repository: string, http: Http, now: Clock): Repository {
  const { ask, failed } = github(http, names, now);
  const root = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
  return { ask, failed: (refused, hint) => withWords(failed(refused, hint), refused), root };
}

/** GitHub's API for one workflow. */
export function actions({ repository, workflow }: Workflow, http: Http, now: Clock): Actions {
  const { ask, failed, root: address } = repositoryAt(repository, http, now);
  const root = `${address}/actions`;
  const own = `${root}/workflows/${encodeURIComponent(workflow)}`;
  const hint = `There is no workflow ${workflow} in ${repository}, or our token may not read actions there.`;
  const [runs, jobs, pending] = [unchanged(ask, Run), unchanged(ask, Jobs), unchanged(ask, Pending)];
  const at = (id: string, more = '') => `${root}/runs/${encodeURIComponent(id)}${more}`;
  const had = <T>(answer: Answer<T>): T => {
    if (answer.kind === 'ok') return answer.value;
    throw failed(answer, hint);
  };
  const page = async (query: Readonly<Record<string, string>>, call: Call) =>
    had(await ask(Runs, { method: 'GET', path: `${own}/runs`, query }, call));

  /** What is not there may only be hidden from us: then the workflow is hidden as well. */
  async function gone(call: Call): Promise<null> {
    const answer = await ask(Whatever, { method: 'GET', path: own }, call);
    had(answer.kind === 'refused' && answer.status === 404 ? { ...answer, status: 403 } : answer);
    return null;
  }

  return {
    failed,
    dispatch: (body, call) => ask(Dispatched, { method: 'POST', path: `${own}/dispatches`, json: body }, call),
    named: (correlation, call) => allNamed(correlation, (query) => page(query, call), now()),
    async run(id, call) {
      const answer = await runs(at(id), call);
      return answer.kind === 'refused' && answer.status === 404 ? gone(call) : had(answer);
    },
    jobs: async (id, call) => had(await jobs(at(id, '/jobs?per_page=100'), call)),
    pending: async (id, call) => had(await pending(at(id, '/pending_deployments'), call)),
    async cancel(id, call) {
      const answer = await ask(Whatever, { method: 'POST', path: at(id, '/cancel') }, call);
      if (answer.kind === 'refused' && answer.status === 404) await gone(call);
      else if (answer.kind === 'refused' && answer.status !== 409) throw failed(answer, hint);
    },
  };
}

/** A definite no says why in GitHub's words. */
function withWords(error: ReleaseError, { text, status }: Refused): ReleaseError {
  if (error.code !== 'training_refused') return error;
  const told = Refusal.safeParse(parseJson(text));
  const words = clipped(told.success ? `GitHub says: ${told.data.message}` : `GitHub answers with ${status}`);
  return new ReleaseError('training_refused', { ...error.details, words });
}

type Pages = (query: Readonly<Record<string, string>>) => Promise<z.infer<typeof Runs>>;

async function allNamed(correlation: Correlation, page: Pages, now: number): Promise<readonly Run[]> {
  const created = `>=${new Date(now - lookBackMs).toISOString().slice(0, 19)}Z`;
  // Runs that begin meanwhile move others to the next page, where they are met again.
  const found = new Map<string, Run>();
  const more = { event: 'workflow_dispatch', created, per_page: String(perPage) };
  for (let number = 1, seen = 0; number <= mostPages; number++) {
    const { total, runs } = await page({ ...more, page: String(number) });
    for (const run of runs.filter(({ title }) => isNamed(title, correlation))) found.set(run.id, run);
    seen += runs.length;
    if (seen >= total) break;
    // A run that is not shown may be the one.
    if (found.size === 0 && (runs.length === 0 || number === mostPages))
      throw new ReleaseError('trainer_answer_malformed', { correlation, why: 'not all pages came' });
  }
  return [...found.values()].sort((a, b) => Number(a.id) - Number(b.id));
}
