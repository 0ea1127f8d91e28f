import type { Direction, StepKind } from './event.ts';
import { pendingStep } from './evolve-execution.ts';
import type { Execution, ReleaseState, StepState } from './state.ts';

/** Seconds between the last write of `champion` and the second look at it. */
export const confirmAfterMs = 5_000;

const steps = {
  /** The version is made in another registry, or under another name. */
  copied: ['copy-version', 'validate', 'tag-version', 'set-previous', 'set-champion', 'confirm-champion'],
  /** The version is in this registry already: the start of a path, and every rollback. */
  inPlace: ['validate', 'tag-version', 'set-previous', 'set-champion', 'confirm-champion'],
} as const satisfies Record<string, readonly StepKind[]>;

/** Steps whose effects can be taken back, last first. */
const undoable: readonly StepKind[] = ['set-champion', 'set-previous', 'tag-version', 'copy-version'];

/** The steps of a release, in order: tags before aliases, `champion` last. */
export function planOf(release: Pick<ReleaseState, 'kind' | 'registry' | 'name' | 'source'>): readonly StepKind[] {
  const here = release.source.registry === release.registry && release.source.name === release.name;
  return release.kind === 'rollback' || here ? steps.inPlace : steps.copied;
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
  return execution.steps.some((one) => one.kind === kind && one.status !== 'pending');
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
