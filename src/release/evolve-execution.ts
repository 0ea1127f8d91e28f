import { type AwaitKind, isAwait, type StepKind } from './event-step.ts';
import { onExecution, onStep, pendingStep } from './fold-step.ts';
import { type Evolvers, end } from './folding.ts';
import type { ReleaseState } from './state.ts';
import { type Execution, type StepState, trainsAnewAfter } from './state-execution.ts';

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
      trainings: 1,
      trainingSince: at,
      validations: state.validated + 1,
      scored: null,
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
  'step-finished': (state, { at, event }) => {
    const after = onStep(state, event, (step) => ({
      ...step,
      status: 'done',
      tookMs: event.tookMs,
      already: event.already,
      bytes: event.bytes,
      ref: event.ref ?? null,
      leaseUntil: null,
      retry: null,
    }));
    if (event.version === null) return after;
    const versioned = withVersion(after, event.version);
    return event.step === 'find-version' ? withTrained(versioned, event.version, at) : versioned;
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
      served: event.served,
      at,
    },
  }),
  'stop-requested': (state, { at, by, event }) =>
    onExecution(state, (execution) => ({ ...execution, stop: { by, at, forRollback: event.forRollback } })),
  'retry-requested': (state, { at }) => ({
    ...onExecution(state, (execution) => retried(execution, state.failure?.code ?? null, at)),
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
  verified: (state, happened) => ({
    ...end(state, 'verified', happened),
    continuing: happened.event.onward === 'auto',
  }),
  'rolled-back': (state, happened) => end(state, 'rolled-back', happened),
};

/** How many validations a release has asked for so far: what begins anew asks anew. */
export function validationsOf({ validated, execution }: ReleaseState): number {
  const asked = execution?.steps.some(({ kind, startedAt }) => kind === 'start-validation' && startedAt !== null);
  return asked ? (execution?.validations ?? 0) : validated;
}

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

/** What was trained stays with the release, also when its execution ends here and people look once more. */
function withTrained(state: ReleaseState, version: NonNullable<ReleaseState['version']>, at: number): ReleaseState {
  const { execution, evidence } = state;
  if (execution === null || evidence === null) return state;
  const { targets, trainings } = execution;
  return { ...state, trained: { version, at, commit: targets.commit ?? null, reviewed: evidence.digest, trainings } };
}

/** What was waited for and failed is not asked about again: Retry trains, validates or orders anew. All else goes on where it failed. */
const startedBy: Readonly<Record<AwaitKind, StepKind>> = {
  'await-training': 'start-training',
  'await-validation': 'start-validation',
  'await-serving': 'move-serving',
};

function retried(execution: Execution, code: string | null, at: number): Execution {
  const { steps, undo, trainings, validations } = execution;
  const failed = steps.find((step) => step.status === 'failed')?.kind;
  const anew = failed !== undefined && isAwait(failed) ? [failed, ...startedAnew(failed, code)] : [];
  return {
    ...execution,
    steps: steps.map((step) => (anew.includes(step.kind) ? fresh(step) : again(step, at))),
    undo: undo.map((step) => again(step, at)),
    trainings: trainings + (anew.includes('start-training') ? 1 : 0),
    trainingSince: anew.includes('start-training') ? at : execution.trainingSince,
    validations: validations + (failed === 'await-validation' ? 1 : 0),
  };
}

/** Where nobody could find out how a training goes, it is looked at again: it may have ended well meanwhile. */
function startedAnew(failed: AwaitKind, code: string | null): readonly StepKind[] {
  const mayGoOn = failed === 'await-training' && !trainsAnewAfter.includes(code ?? '');
  return mayGoOn ? [] : [startedBy[failed]];
}

/** As if nobody had begun it, but for that there may be something to take back. */
function fresh({ kind, startedAt }: StepState): StepState {
  return { ...pendingStep(kind, 'do'), startedAt };
}
