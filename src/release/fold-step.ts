import type { Direction, StepKind } from './event-step.ts';
import type { ReleaseState } from './state.ts';
import type { Execution, StepState } from './state-execution.ts';

/** A step that nobody has begun. */
export function pendingStep(kind: StepKind, direction: Direction): StepState {
  return {
    kind,
    direction,
    status: 'pending',
    attempt: 0,
    startedAt: null,
    worker: null,
    leaseUntil: null,
    tookMs: null,
    already: false,
    bytes: null,
    ref: null,
    watched: null,
    progress: null,
    retry: null,
  };
}

/** Changes the execution, where there is one. */
export function onExecution(state: ReleaseState, change: (execution: Execution) => Execution): ReleaseState {
  return state.execution === null ? state : { ...state, execution: change(state.execution) };
}

interface Which {
  readonly step: StepKind;
  readonly direction: Direction;
}

/** Changes one step of the execution; a step back is added when it is first heard of. */
export function onStep(state: ReleaseState, which: Which, change: (step: StepState) => StepState): ReleaseState {
  return onExecution(state, (execution) =>
    which.direction === 'do'
      ? { ...execution, steps: changed(execution.steps, which.step, change) }
      : { ...execution, undo: changed(withUndo(execution.undo, which.step), which.step, change) },
  );
}

function changed(
  steps: readonly StepState[],
  kind: StepKind,
  change: (step: StepState) => StepState,
): readonly StepState[] {
  return steps.map((step) => (step.kind === kind ? change(step) : step));
}

function withUndo(steps: readonly StepState[], kind: StepKind): readonly StepState[] {
  return steps.some((step) => step.kind === kind) ? steps : [...steps, pendingStep(kind, 'undo')];
}
