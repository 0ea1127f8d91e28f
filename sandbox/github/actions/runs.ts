import { told } from './hooks.ts';
import type { ActionsWorld, Play, Stage, Workflow, WorkflowRun } from './world.ts';

const firstRun = 16_000_000_001;

/** What a run is begun with. */
export interface Beginning {
  readonly name: string;
  readonly workflow: Workflow;
  readonly ref: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Begins a run, and tells the repository's webhook. */
export function begin(actions: ActionsWorld, { name, ...beginning }: Beginning, play: Play): WorkflowRun {
  const [stage = { status: 'queued' }, ...ahead] = play.course;
  const run: WorkflowRun = {
    ...beginning,
    id: firstRun + actions.runs.length,
    title: titleOf(beginning.workflow, beginning.inputs),
    event: 'workflow_dispatch',
    createdAt: Date.now(),
    began: false,
    stage,
    ahead,
    hiddenFor: play.hiddenFor ?? 0,
  };
  actions.runs.push(run);
  void told(actions, name, run, 'requested');
  return run;
}

/** Moves a run on to its next stage, if it has one. */
export function moveOn(actions: ActionsWorld, name: string, run: WorkflowRun): void {
  const next = run.ahead.shift();
  if (next !== undefined) enter(actions, name, run, next);
}

/** Puts a run into a stage now. */
export function enter(actions: ActionsWorld, name: string, run: WorkflowRun, stage: Stage): void {
  run.stage = stage;
  if (stage.status === 'in_progress') run.began = true;
  if (stage.status === 'in_progress' || stage.status === 'completed') void told(actions, name, run, stage.status);
}

/** A run's name: the template filled in, or the workflow's name. */
function titleOf({ name, runName }: Workflow, inputs: Readonly<Record<string, string>>): string {
  return (runName ?? name).replace(/\$\{\{\s*inputs\.(\w+)\s*\}\}/g, (_, input: string) => inputs[input] ?? '');
}
