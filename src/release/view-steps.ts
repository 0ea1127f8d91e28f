import { aliasBefore } from './by-hand.ts';
import type { StepKind } from './event-step.ts';
import type { Watched } from './event-training.ts';
import type { Version } from './ids.ts';
import type { ReleaseState } from './state.ts';
import type { Execution, StepState } from './state-execution.ts';
import { liveAlias, type Targets } from './targets.ts';
import { executionOf } from './view-facts.ts';
import { bytes, count, lasted } from './view-numbers.ts';
import type { StepRow } from './view-shape.ts';
import { v } from './view-words.ts';

const forward: Record<StepKind, (targets: Targets) => string> = {
  'start-training': ({ commit }) =>
    commit === undefined ? 'Start the training' : `Start the training at ${commit.slice(0, 7)}`,
  'await-training': () => 'Train',
  'find-version': () => 'Find what was trained',
  'judge-trained': () => 'Judge what was trained',
  'start-validation': () => 'Start the validation',
  'await-validation': () => 'Validate',
  'set-stage': ({ stage }) => `Move the stage ${stage ?? ''}`.trim(),
  'move-serving': () => 'Tell the serving',
  'await-serving': ({ champion }) => `Wait until ${newOne(champion.to)} is served`,
  'copy-version': () => 'Copy the version',
  validate: () => 'Check what arrived',
  'tag-version': () => 'Write the tags',
  'set-previous': (targets) => `Point ${aliasBefore(liveAlias(targets))} at ${v(targets.previous.to)}`,
  'set-champion': (targets) => `Point ${liveAlias(targets)} at ${newOne(targets.version ?? targets.champion.to)}`,
  'confirm-champion': () => 'Look again',
};

/** What is copied or trained has no number before it is made. */
function newOne(version: Version | null): string {
  return version === null ? 'the new version' : v(version);
}

const backward: Record<StepKind, (targets: Targets) => string> = {
  'start-training': () => 'Cancel the training',
  'await-training': () => 'Train',
  'find-version': () => 'Find what was trained',
  'judge-trained': () => 'Judge what was trained',
  'start-validation': () => 'Cancel the validation',
  'await-validation': () => 'Validate',
  'set-stage': () => 'Put the stage back',
  'move-serving': ({ champion }) => `Have ${v(champion.from)} served again`,
  'await-serving': () => 'Wait for the serving',
  'copy-version': () => 'Mark the copy as unused',
  validate: () => 'Check what is there',
  'tag-version': () => 'Take the tags away',
  'set-previous': (targets) => `Put ${aliasBefore(liveAlias(targets))} back to ${v(targets.previous.from)}`,
  'set-champion': (targets) => `Put ${liveAlias(targets)} back to ${v(targets.champion.from)}`,
  'confirm-champion': () => 'Look again',
};

/** What a step does, in a few words that begin with a verb. */
export function stepWords(step: Pick<StepState, 'kind' | 'direction'>, targets: Targets): string {
  return (step.direction === 'do' ? forward : backward)[step.kind](targets);
}

/** The checklist of an execution: what is done or under way line by line, what comes folded into one. */
export function stepRows(state: ReleaseState): readonly StepRow[] {
  const execution = executionOf(state);
  return execution === null ? [] : rowsOf(execution);
}

/** The same for an execution that is over. */
export function rowsOf(execution: Execution): readonly StepRow[] {
  const { steps, undo, targets } = execution;
  const done = isLeaving(execution) ? steps.filter((step) => step.status !== 'pending') : steps;
  return [...done, ...undo].flatMap((step) => row(step, targets));
}

/** What is still to come, in one line; null when nothing is. */
export function stepsToCome(state: ReleaseState): string | null {
  const execution = executionOf(state);
  if (execution === null || isLeaving(execution)) return null;
  const coming = execution.steps.filter((step) => step.status === 'pending' && !isWaiting(step));
  if (coming.length === 0) return null;
  return `Then: ${coming.map((step) => lower(stepWords(step, execution.targets))).join(', ')}.`;
}

/** The step that is under way, waits for another try, or failed. */
export function currentStep(execution: Execution): StepState | null {
  const steps = [...execution.undo, ...execution.steps];
  return steps.find((step) => step.status !== 'done' && step.status !== 'pending') ?? null;
}

function row(step: StepState, targets: Targets): readonly StepRow[] {
  const { status } = step;
  if (status !== 'pending') return [{ mark: status, label: stepWords(step, targets), note: note(step) }];
  return isWaiting(step) ? [{ mark: 'running', label: stepWords(step, targets), note: watchedNote(step) }] : [];
}

/** Somebody said Stop or Put back. */
export function isLeaving({ stop, putBack }: Execution): boolean {
  return stop !== null || putBack !== null;
}

/** The step that waits for others, with what is known of them. */
export function waitingStep({ steps }: Execution): StepState | null {
  return steps.find(isWaiting) ?? null;
}

/** It has not begun, and something is known of what it waits for. */
function isWaiting({ status, watched }: StepState): boolean {
  return status === 'pending' && watched !== null;
}

const watchedNotes: Readonly<Record<Watched, string>> = {
  queued: 'queued',
  running: 'running',
  waiting: 'waits',
  busy: 'waits until nobody uses what is live',
  moving: 'under way',
  unreachable: 'nobody could tell how far it is',
};

function watchedNote({ watched }: StepState): string | null {
  return watched && watchedNotes[watched.state];
}

/** Steps that change nothing: there is nothing that could have been done already. */
const looking: readonly StepKind[] = ['validate', 'confirm-champion'];

function note(step: StepState): string | null {
  const size =
    step.bytes === null ? step.progress && progress(step.progress, step.status === 'done') : bytes(step.bytes);
  const parts = [
    step.status === 'done' && step.already && !looking.includes(step.kind) ? 'was done already' : null,
    step.status === 'done' && step.tookMs !== null && !step.already ? lasted(step.tookMs) : null,
    size,
    step.status !== 'done' && step.attempt > 1 ? `try ${step.attempt}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

function progress({ done, total, unit }: NonNullable<StepState['progress']>, complete: boolean): string {
  if (unit === 'files') return complete ? count(total, 'file') : `${done} of ${count(total, 'file')}`;
  return complete ? bytes(total) : `${bytes(done)} of ${bytes(total)}`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
