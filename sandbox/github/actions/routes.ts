import type { Asked } from '../asked.ts';
import { type Answer, isPage, pageOf, refusal } from '../strictness.ts';
import { dispatch } from './dispatch.ts';
import { instant, jobsDocument, pendingDocument, runDocument } from './documents.ts';
import { moveOn } from './runs.ts';
import type { Workflow, WorkflowRun } from './world.ts';

const notFound = refusal(404, 'Not Found');

/** Answers what is asked under `/actions`. */
export function actionsAnswer(asked: Asked): Answer {
  const [, of, id = '', what = '', ...more] = asked.rest;
  if (more.length > 0) return notFound;
  if (of === 'workflows') return workflowAnswer(asked, id, what);
  return of === 'runs' ? runAnswer(asked, id, what) : notFound;
}

function workflowAnswer(asked: Asked, id: string, what: string): Answer {
  const workflow = asked.repository.actions.workflows.find((one) => one.file === id || String(one.id) === id);
  if (workflow === undefined) return notFound;
  const answers: Readonly<Record<string, () => Answer>> = {
    'GET ': () => ({ status: 200, body: { id: workflow.id, name: workflow.name, state: 'active' } }),
    'GET runs': () => list(asked, workflow),
    'POST dispatches': () => dispatch(asked, workflow),
  };
  return answers[`${asked.method} ${what}`]?.() ?? notFound;
}

function runAnswer(asked: Asked, id: string, what: string): Answer {
  const run = asked.repository.actions.runs.find((one) => String(one.id) === id);
  if (run === undefined) return notFound;
  const answers: Readonly<Record<string, () => Answer>> = {
    'GET ': () => lookedAt(asked, run),
    'GET jobs': () => ({ status: 200, body: jobsDocument(run) }),
    'GET pending_deployments': () => ({ status: 200, body: pendingDocument(run.stage.pending ?? []) }),
    'POST cancel': () => cancel(asked, run),
  };
  return answers[`${asked.method} ${what}`]?.() ?? notFound;
}

function lookedAt({ repository, name, origin }: Asked, run: WorkflowRun): Answer {
  const body = runDocument(name, run, origin);
  moveOn(repository.actions, name, run);
  return { status: 200, body };
}

function cancel({ repository, token }: Asked, run: WorkflowRun): Answer {
  if (!repository.actions.writers.has(token)) return refusal(403, 'Resource not accessible by personal access token');
  if (run.stage.status === 'completed') return refusal(409, 'Cannot cancel a workflow run that is completed.');
  run.ahead = [{ status: 'completed', conclusion: 'cancelled' }];
  return { status: 202, body: {} };
}

const known: readonly string[] = ['event', 'branch', 'status', 'created', 'per_page', 'page'];
/** GitHub shows no more of a filtered list. */
const mostFiltered = 1_000;

function list({ repository, name, query, origin }: Asked, workflow: Workflow): Answer {
  const stranger = [...query.keys()].find((key) => !known.includes(key));
  if (stranger !== undefined) return refusal(422, `Unknown parameter ${stranger}`);
  const created = createdWithin(query.get('created'));
  if (created === null) return refusal(422, 'The created filter is not a date or a range of dates');
  const wanted: readonly ((run: WorkflowRun) => boolean)[] = [
    (run) => run.workflow === workflow && isShown(run),
    (run) => [null, run.event].includes(query.get('event')),
    (run) => [null, run.ref].includes(query.get('branch')),
    (run) => [null, run.stage.status, run.stage.conclusion].includes(query.get('status')),
    (run) => created(instant(run.createdAt)),
  ];
  const all = repository.actions.runs.filter((run) => wanted.every((is) => is(run))).reverse();
  const shown = pageOf(all.slice(0, mostFiltered), query);
  if (!isPage(shown)) return shown;
  return {
    status: 200,
    body: { total_count: all.length, workflow_runs: shown.map((run) => runDocument(name, run, origin)) },
  };
}

function isShown(run: WorkflowRun): boolean {
  run.hiddenFor -= 1;
  return run.hiddenFor < 0;
}

const moment = String.raw`\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?`;

/** GitHub's search syntax for dates: `>=…`, `<=…` or `…..…`. */
function createdWithin(text: string | null): ((created: string) => boolean) | null {
  if (text === null) return () => true;
  const [, after] = new RegExp(`^>=(${moment})$`).exec(text) ?? [];
  if (after !== undefined) return (created) => created >= after;
  const [, before] = new RegExp(`^<=(${moment})$`).exec(text) ?? [];
  if (before !== undefined) return (created) => created <= before;
  const [, from, to] = new RegExp(`^(${moment})[.][.](${moment})$`).exec(text) ?? [];
  return from === undefined || to === undefined ? null : (created) => created >= from && created <= to;
}
