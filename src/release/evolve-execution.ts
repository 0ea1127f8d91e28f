import type { Direction, StepKind } from './event.ts';
import { type Evolvers, end } from './folding.ts';
import type { Execution, ReleaseState, StepState } from './state.ts';

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
    progress: null,
    retry: null,
  };
}

/** How the events of an execution fold. */
export const executionEvolvers: Evolvers<
  | 'execution-started'
  | 'step-started'
  | 'step-progressed'
  | 'step-finished'
  | 'step-retrying'
  | 'failed'
  | 'stop-requested'
  | 'retry-requested'
  | 'put-back-requested'
  | 'stopped'
  | 'abandoned'
  | 'went-live'
  | 'verified'
  | 'rolled-back'
> = {
  'execution-started': (state, { at, event }) => ({
    ...state,
    phase: 'executing',
    waiting: null,
    failure: null,
    execution: {
      startedAt: at,
      targets: event.targets,
      approvedBy: event.approvedBy,
      steps: event.steps.map((kind) => pendingStep(kind, 'do')),
      undo: [],
      stop: null,
      putBack: null,
    },
  }),
  'step-started': (state, { at, event }) =>
    onStep(state, event, (step) => ({
      ...step,
      status: 'running',
      attempt: event.attempt,
      startedAt: at,
      worker: event.worker,
      leaseUntil: event.leaseUntil,
    })),
  'step-progressed': (state, { event }) =>
    onStep(state, event, (step) => ({
      ...step,
      leaseUntil: event.leaseUntil,
      progress: { done: event.done, total: event.total, unit: event.unit },
    })),
  'step-finished': (state, { event }) => {
    const after = onStep(state, event, (step) => ({
      ...step,
      status: 'done',
      tookMs: event.tookMs,
      already: event.already,
      bytes: event.bytes,
      leaseUntil: null,
      retry: null,
    }));
    return event.version === null ? after : withVersion(after, event.version);
  },
  'step-retrying': (state, { event }) =>
    onStep(state, event, (step) => ({
      ...step,
      status: 'retrying',
      leaseUntil: null,
      retry: { code: event.code, words: event.words, nextTry: event.nextTry, since: event.since },
    })),
  failed: (state, { at, event }) => ({
    ...onStep(state, event, (step) => ({ ...step, status: 'failed', leaseUntil: null })),
    phase: 'failed',
    failure: {
      step: event.step,
      direction: event.direction,
      attempt: event.attempt,
      code: event.code,
      words: event.words,
      at,
    },
  }),
  'stop-requested': (state, { at, by, event }) =>
    onExecution(state, (execution) => ({ ...execution, stop: { by, at, forRollback: event.forRollback } })),
  'retry-requested': (state, { at }) => ({
    ...onExecution(state, (execution) => ({
      ...execution,
      steps: execution.steps.map((step) => again(step, at)),
      undo: execution.undo.map((step) => again(step, at)),
    })),
    phase: 'executing',
    failure: null,
  }),
  'put-back-requested': (state, { at, by }) => ({
    ...onExecution(state, (execution) => ({
      ...execution,
      putBack: { by, at },
      undo: execution.undo.map((step) => again(step, at)),
    })),
    phase: 'executing',
    failure: null,
  }),
  stopped: (state, happened) => end(state, happened.event.liveTouched ? 'rolled-back' : 'withdrawn', happened),
  abandoned: (state, happened) => end(state, 'abandoned', happened),
  'went-live': (state, { at, event }) => ({
    ...state,
    phase: 'watching',
    version: event.version,
    live: {
      at,
      version: event.version,
      replaced: event.replaced,
      replacedSince: event.replacedSince,
      watchUntil: event.watchUntil,
    },
  }),
  verified: (state, happened) => end(state, 'verified', happened),
  'rolled-back': (state, happened) => end(state, 'rolled-back', happened),
};

function again(step: StepState, at: number): StepState {
  if (step.status !== 'failed') return step;
  return { ...step, status: 'retrying', retry: { code: 'asked', words: 'asked to try again', nextTry: at, since: at } };
}

function withVersion(state: ReleaseState, version: NonNullable<ReleaseState['version']>): ReleaseState {
  const after = onExecution(state, (execution) => ({
    ...execution,
    targets: { ...execution.targets, version, champion: { ...execution.targets.champion, to: version } },
  }));
  return { ...after, version };
}

function onExecution(state: ReleaseState, change: (execution: Execution) => Execution): ReleaseState {
  return state.execution === null ? state : { ...state, execution: change(state.execution) };
}

interface Which {
  readonly step: StepKind;
  readonly direction: Direction;
}

function onStep(state: ReleaseState, which: Which, change: (step: StepState) => StepState): ReleaseState {
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
