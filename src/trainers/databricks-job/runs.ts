import { randomUUID } from 'node:crypto';
import { jsonBody } from '../../databricks/workspace.ts';
import { ReleaseError } from '../../errors.ts';
import type { HttpRequest } from '../../http.ts';
import type { Call } from '../../ports.ts';
import type { TrainingOrder, TrainingRef } from '../../ports-trainers.ts';
import { orderName } from '../order-name.ts';
import { type Client, isUnknownRun, refused } from './client.ts';
import { Nothing, Run, Runs, Started } from './schema.ts';
import { hasEnded } from './state.ts';

const api = '/api/2.2/jobs';
/** As many as Databricks lists at once. */
const pageSize = '25';
/** Runs are looked for among the newest two hundred; for an older one the idempotency token still answers. */
const mostPages = 8;

/** A job of the workspace, and parameters of it that are the same for every run. */
export interface Job {
  readonly job: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** One run, or null when Databricks knows none (any more). */
export function readRun(client: Client, ref: TrainingRef, call: Call): Promise<Run | null> {
  return client.find(Run, get('/runs/get', { run_id: ref }), call);
}

/** The run of an order among the newest of its job. Of several the oldest counts: others are somebody's "run again with the same parameters". */
export async function findRun(client: Client, { job }: Job, order: TrainingOrder, call: Call): Promise<Run | null> {
  let oldest: Run | null = null;
  let token: string | null = '';
  for (let page = 0; page < mostPages && token !== null; page += 1) {
    const query = { job_id: job, limit: pageSize, ...(token && { page_token: token }) };
    const runs: Page = await listed(client, query, call);
    for (const run of runs.items) if (isOf(run, order) && isOlder(run, oldest)) oldest = run;
    token = runs.next;
  }
  return oldest;
}

/**
 * Asks for the run of an order. Databricks starts one run for a token, whoever asks and however often; which call it was that
 * started it, the run itself tells by its parameter `start`.
 */
export async function startRun(client: Client, job: Job, order: TrainingOrder, call: Call) {
  const start = randomUUID();
  const ref = await runNow(client, job, order, start, call);
  const run = await readRun(client, ref, call);
  if (run === null) throw new ReleaseError('training_outcome_unknown', { run: ref });
  return { ref, already: run.parameters.get('start') !== start };
}

/** Asks a run to end; one that has ended, or is not known, has nothing to be asked. */
export async function cancelRun(client: Client, ref: TrainingRef, call: Call): Promise<void> {
  const body = jsonBody(`{"run_id":${digits(ref)}}`);
  const answer = await client.ask(Nothing, { method: 'POST', path: `${api}/runs/cancel`, body }, call);
  if (answer.kind === 'ok' || isUnknownRun(answer)) return;
  const run = await readRun(client, ref, call);
  if (run !== null && !hasEnded(run)) throw refused(answer);
}

/** A request for what can be read of jobs. */
export function get(path: string, query: Readonly<Record<string, string>>): HttpRequest {
  return { method: 'GET', path: api + path, query };
}

type Page = { readonly items: readonly Run[]; readonly next: string | null };

async function listed(client: Client, query: Readonly<Record<string, string>>, call: Call): Promise<Page> {
  const answer = await client.ask(Runs, get('/runs/list', query), call);
  if (answer.kind === 'ok') return answer.value;
  throw refused(answer, 'The token needs "Can View" on the job.');
}

async function runNow(client: Client, job: Job, order: TrainingOrder, start: string, call: Call): Promise<string> {
  const { release, attempt, model, environment, commit, version } = order;
  // A job has to declare what it is given: one that trains has no version.
  const validates = version === undefined ? {} : { version };
  const given = { release, attempt: String(attempt), model, environment, commit, ...validates, start };
  const parameters = { ...job.parameters, ...given };
  const rest = JSON.stringify({ idempotency_token: orderName(order), job_parameters: parameters });
  const body = jsonBody(`{"job_id":${digits(job.job)},${rest.slice(1)}`);
  const answer = await heard(client.ask(Started, { method: 'POST', path: `${api}/run-now`, body }, call));
  if (answer.kind === 'ok') return answer.value;
  const { server, request, status } = answer;
  if (status >= 500) throw new ReleaseError('training_outcome_unknown', { server, request, status });
  throw refused(answer, 'The token needs "Can Manage Run" on the job, and the job has to declare the parameters.');
}

/** A start without an answer may have been one. */
async function heard<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.code !== 'trainer_unreachable') throw error;
    throw new ReleaseError('training_outcome_unknown', error.details, { cause: error.cause });
  }
}

function isOf({ parameters }: Run, { release, attempt, version }: TrainingOrder): boolean {
  const named = parameters.get('release') === release && parameters.get('attempt') === String(attempt);
  return named && (parameters.get('version') || undefined) === version;
}

function isOlder(run: Run, than: Run | null): boolean {
  return than === null || run.startedAt <= than.startedAt;
}

/** Ids go into bodies as numbers, digit by digit. */
function digits(id: string): string {
  if (/^\d{1,19}$/.test(id)) return id;
  throw new ReleaseError('training_refused', { id, hint: 'Ids of jobs and runs are whole numbers.' });
}
