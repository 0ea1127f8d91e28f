import { z } from 'zod';
import { type Answer, type Asked, bodyOf, Int64, Int64Text, invalid, isAnswer, queryOf, refusal } from './wire.ts';
import { addRun, endRun, hasEnded, type Job, type Run, type World } from './world.ts';

const RunNow = z.strictObject({
  job_id: Int64,
  idempotency_token: z.string().max(64, 'idempotency_token has at most 64 characters').optional(),
  job_parameters: z.record(z.string(), z.string()).optional(),
});
const Cancel = z.strictObject({ run_id: Int64 });
const ById = z.strictObject({ run_id: Int64Text });
const List = z.strictObject({
  job_id: Int64Text,
  limit: z.coerce.number().int().min(1).max(25).default(20),
  page_token: z
    .string()
    .regex(/^after-\d+$/)
    .optional(),
});

/** Starts a run, or answers the one that the same idempotency token started. */
export function runNow(world: World, asked: Asked): Answer {
  const order = bodyOf(RunNow, asked);
  if (isAnswer(order)) return order;
  const { job_id, idempotency_token: token = null, job_parameters: parameters = {} } = order;
  const job = world.jobs.get(job_id);
  if (job === undefined) return invalid(`Job ${job_id} does not exist.`);
  const wrong = wrongWith(job, parameters, asked);
  if (wrong !== null) return wrong;
  if (token !== null && world.spent.has(token)) return invalid(`The run with idempotency token ${token} was deleted.`);
  const before = world.runs.find(({ idempotencyToken }) => token !== null && idempotencyToken === token);
  const run = before ?? addRun(world, { job: job_id, idempotencyToken: token, parameters, startedAt: asked.now });
  return { status: 200, body: { run_id: run.id, number_in_job: run.id } };
}

export function getRun(world: World, asked: Asked): Answer {
  const query = queryOf(ById, asked);
  if (isAnswer(query)) return query;
  const run = world.runs.find(({ id }) => id === query.run_id);
  return run === undefined ? noRun(query.run_id) : { status: 200, body: told(world, run, 'with tasks') };
}

/** The newest first. */
export function listRuns(world: World, asked: Asked): Answer {
  const query = queryOf(List, asked);
  if (isAnswer(query)) return query;
  const from = Number(query.page_token?.slice('after-'.length) ?? '0');
  const all = world.runs.filter(({ job }) => job === query.job_id).toReversed();
  const shown = all.slice(from, from + query.limit);
  const has_more = all.length > from + shown.length;
  const runs = shown.map((run) => told(world, run, 'alone'));
  const next = has_more ? { next_page_token: `after-${from + shown.length}` } : {};
  return { status: 200, body: { ...(runs.length > 0 && { runs }), has_more, ...next } };
}

export function cancelRun(world: World, asked: Asked): Answer {
  const order = bodyOf(Cancel, asked);
  if (isAnswer(order)) return order;
  const run = world.runs.find(({ id }) => id === order.run_id);
  if (run === undefined) return noRun(order.run_id);
  if (!hasEnded(run)) endRun(run, 'CANCELED', 'Run cancelled.');
  return { status: 200, body: {} };
}

/** Output belongs to tasks: of the run itself there is none. */
export function getOutput(world: World, asked: Asked): Answer {
  const query = queryOf(ById, asked);
  if (isAnswer(query)) return query;
  const run = world.runs.find(({ task, id }) => task === query.run_id || id === query.run_id);
  if (run === undefined) return noRun(query.run_id);
  if (run.id === query.run_id) return invalid('Retrieving the output of runs with multiple tasks is not supported.');
  const error = run.result === 'FAILED' ? { error: run.message, error_trace: `Traceback:\n${run.message}` } : {};
  return {
    status: 200,
    body: { metadata: told(world, run, 'alone'), logs: run.printed, logs_truncated: false, ...error },
  };
}

/** Stricter than Databricks: a parameter that the job does not declare reaches no task. */
function wrongWith(job: Job, parameters: Readonly<Record<string, string>>, { principal }: Asked): Answer | null {
  if (!job.runners.includes(principal))
    return refusal(403, 'PERMISSION_DENIED', `${principal} does not have Manage Run permissions on this job.`);
  const undeclared = Object.keys(parameters).filter((name) => !job.parameters.includes(name));
  return undeclared.length > 0 ? invalid(`The job does not declare ${undeclared.join(', ')}.`) : null;
}

function told(world: World, run: Run, how: 'with tasks' | 'alone') {
  const { id, job, task, life, result, message, parameters } = run;
  const ended = hasEnded(run);
  const state = { life_cycle_state: life, ...(result !== null && { result_state: result }), state_message: message };
  const status = {
    state: ended ? 'TERMINATED' : life === 'WAITING_FOR_RETRY' ? 'WAITING' : life,
    ...(ended && {
      termination_details: { code: codeOf(run), type: result === 'SUCCESS' ? 'SUCCESS' : 'CLIENT_ERROR', message },
    }),
  };
  return {
    job_id: job,
    run_id: id,
    number_in_job: id,
    start_time: run.startedAt,
    run_type: 'JOB_RUN',
    run_page_url: `https://acme.cloud.databricks.example/?o=1#job/${job}/run/${id}`,
    job_parameters: Object.entries(parameters).map(([name, value]) => ({ name, default: '', value })),
    ...(world.tells === 'status' ? {} : { state }),
    ...(world.tells === 'state' ? {} : { status }),
    ...(how === 'with tasks' && { tasks: [{ run_id: task, task_key: 'train', attempt_number: 0, state }] }),
  };
}

/** The newer form's word for how it ended. */
function codeOf({ life, result }: Run): string {
  if (life === 'SKIPPED') return 'SKIPPED';
  return result === 'FAILED' ? 'RUN_EXECUTION_ERROR' : (result ?? life);
}

function noRun(id: bigint): Answer {
  return invalid(`Run ${id} does not exist.`);
}
