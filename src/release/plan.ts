import type { Direction, StepKind } from './event-step.ts';
import { pendingStep } from './fold-step.ts';
import type { LanePolicy } from './lane-policy.ts';
import type { ReleaseState } from './state.ts';
import type { Execution, StepState } from './state-execution.ts';

/** Seconds between the last write of `champion` and the second look at it. */
export const confirmAfterMs = 5_000;

const train: readonly StepKind[] = ['start-training', 'await-training', 'find-version', 'judge-trained'];
const validate: readonly StepKind[] = ['start-validation', 'await-validation'];
const move: readonly StepKind[] = ['tag-version', 'set-previous', 'set-champion', 'confirm-champion'];
const serve: readonly StepKind[] = ['move-serving', 'await-serving'];

/** Steps whose effects can be taken back, last first. */
const undoable: readonly StepKind[] = [
  'move-serving',
  'set-stage',
  'set-champion',
  'set-previous',
  'tag-version',
  'start-validation',
  'copy-version',
  'start-training',
];

type Planned = Pick<
  ReleaseState,
  'kind' | 'pattern' | 'environment' | 'registry' | 'name' | 'source' | 'training' | 'trained'
>;

/** The steps of a release, in order: tags before aliases, `champion` last of what the registry holds, then what serves it. */
export function planOf(
  release: Planned,
  policy: Pick<LanePolicy, 'validate' | 'stage' | 'serving'>,
): readonly StepKind[] {
  const serving = policy.serving === null ? [] : serve;
  if (release.kind === 'adoption') return ['validate', 'tag-version', 'confirm-champion', ...serving];
  return [
    ...origin(release),
    'validate',
    ...(policy.validate === null || isPlainRollback(release) ? [] : validate),
    ...move,
    ...(policy.stage === null ? [] : ['set-stage' as const]),
    ...serving,
  ];
}

/** Where the version comes from: it is here already, it is trained here, or it is copied to here. */
function origin(release: Planned): readonly StepKind[] {
  if (trains(release)) return train;
  const { source, registry, name, kind, trained } = release;
  const here = source.registry === registry && source.name === name;
  return here || kind === 'rollback' || trained !== null ? [] : ['copy-version'];
}

/** True when the release has still to train: by its pattern, in another environment than the one that it comes from, or by wish. */
export function trains({ kind, pattern, environment, source, training, trained }: Planned): boolean {
  if (trained !== null || training === 'reuse') return false;
  if (training === 'retrain') return true;
  return kind === 'promotion' && pattern === 'deploy-code' && source.environment !== environment;
}

/** A commit that is trained once more for people to review: nobody decides on anything before there is something to decide on. */
export function isForReview({ kind, training }: Pick<ReleaseState, 'kind' | 'training'>): boolean {
  return kind === 'promotion' && training === 'retrain';
}

/** The same while there is nothing yet. */
export function trainsFirst(state: Pick<ReleaseState, 'kind' | 'training' | 'trained'>): boolean {
  return isForReview(state) && state.trained === null;
}

function isPlainRollback({ kind, training }: Planned): boolean {
  return kind === 'rollback' && training !== 'retrain';
}

/** The last step forwards, with nobody having said Stop. */
export function isLastStep(execution: Execution | null, step: StepState): boolean {
  if (execution === null || step.direction === 'undo' || execution.stop !== null || execution.putBack !== null)
    return false;
  return execution.steps.every((one) => one.kind === step.kind || one.status === 'done');
}

/** What an execution does next. */
export type NextStep =
  | { readonly kind: 'busy'; readonly until: number }
  | { readonly kind: 'step'; readonly step: StepState; readonly direction: Direction; readonly notBefore: number }
  | { readonly kind: 'stopped'; readonly liveTouched: boolean }
  | { readonly kind: 'complete' };

/** The step after what the log tells: forwards, or back once somebody said Stop or Put back. A step under a lease is let end first. */
export function nextStep(execution: Execution, now: number): NextStep {
  const until = leasedUntil(execution);
  if (until > now) return { kind: 'busy', until };
  if (execution.stop !== null || execution.putBack !== null) return nextUndo(execution);
  const step = execution.steps.find((one) => one.status !== 'done');
  if (step === undefined) return { kind: 'complete' };
  return { kind: 'step', step, direction: 'do', notBefore: notBefore(execution, step) };
}

/** Several steps may still be said to run: one that a dead worker left behind, and the way back that somebody else is on. */
function leasedUntil({ steps, undo }: Execution): number {
  const running = [...steps, ...undo].filter((one) => one.status === 'running');
  return Math.max(0, ...running.map((one) => one.leaseUntil ?? 0));
}

function nextUndo(execution: Execution): NextStep {
  const kind = execution.stop?.forRollback
    ? undefined
    : undoable.find((one) => touched(execution, one) && undoOf(execution, one).status !== 'done');
  if (kind === undefined) return { kind: 'stopped', liveTouched: touchedLive(execution) };
  const step = undoOf(execution, kind);
  return { kind: 'step', step, direction: 'undo', notBefore: step.retry?.nextTry ?? 0 };
}

function undoOf(execution: Execution, kind: StepKind): StepState {
  return execution.undo.find((one) => one.kind === kind) ?? pendingStep(kind, 'undo');
}

function touched(execution: Execution, kind: StepKind): boolean {
  return execution.steps.some((one) => one.kind === kind && one.startedAt !== null);
}

/** Whether the champion may have moved. */
export function touchedLive(execution: Execution): boolean {
  return touched(execution, 'set-champion');
}

function notBefore(execution: Execution, step: StepState): number {
  if (step.status === 'retrying') return step.retry?.nextTry ?? 0;
  if (step.kind !== 'confirm-champion') return 0;
  const moved = execution.steps.find((one) => one.kind === 'set-champion');
  return (moved?.startedAt ?? 0) + (moved?.tookMs ?? 0) + confirmAfterMs;
}

/** How far the alias is, as the log tells: untouched, under way, moved, or brought back. */
export function championIs(execution: Execution): 'untouched' | 'moving' | 'moved' | 'back' {
  if (isDone(execution.undo, 'set-champion')) return 'back';
  if (isDone(execution.steps, 'set-champion')) return 'moved';
  return touchedLive(execution) ? 'moving' : 'untouched';
}

function isDone(steps: readonly StepState[], kind: StepState['kind']): boolean {
  return steps.some((step) => step.kind === kind && step.status === 'done');
}
