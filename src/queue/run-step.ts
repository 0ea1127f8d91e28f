import { ReleaseError } from '../errors.ts';
import type { Progress } from '../ports.ts';
import { decideBeginStep, decideFail, decideProgress, decideRetryStep } from '../release/decide-steps.ts';
import type { Direction } from '../release/event.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { NextStep } from '../release/plan.ts';
import type { ReleaseState, StepState } from '../release/state.ts';
import { registryOf } from '../release-service/registry-of.ts';
import { type Lease, lease as leaseFrom, leaseMs } from './lease.ts';
import { recordAlone, recordInLane } from './record.ts';
import type { StepContext, StepOutcome } from './step.ts';
import type { WorkerDeps } from './worker-deps.ts';

const firstPauseMs = 2_000;
const longestPauseMs = 300_000;

type Due = Extract<NextStep, { kind: 'step' }>;
interface Running {
  readonly state: ReleaseState;
  readonly step: StepState;
  readonly direction: Direction;
  readonly lease: Lease;
}

/** Takes one step under a lease and writes down how it ended. Answers false when it was not ours to take. */
export async function runStep(all: WorkerDeps, policy: LanePolicy, state: ReleaseState, due: Due): Promise<boolean> {
  // Each attempt has a name of its own: an earlier one of this very process must not speak for it.
  const deps = { ...all, worker: `${all.worker}#${due.step.attempt + 1}` };
  const { clock, worker } = deps;
  const until = clock() + leaseMs;
  const begin = {
    kind: 'begin-step' as const,
    step: due.step.kind,
    direction: due.direction,
    worker,
    leaseUntil: until,
  };
  const begun = await recordAlone(deps, state, decideBeginStep({ state, now: clock() }, begin));
  if (begun.kind !== 'written') return false;
  const now = await deps.store.release(state.id);
  if (now === null) return false;
  const running: Running = { state: now, step: due.step, direction: due.direction, lease: leaseFrom(clock, until) };
  const outcome = await attempt(deps, running);
  return outcome === 'lost' ? false : settle(deps, policy, running, outcome);
}

type Attempt = StepOutcome | { readonly kind: 'unknown'; readonly error: ReleaseError } | 'lost';

async function attempt(deps: WorkerDeps, running: Running): Promise<Attempt> {
  const step = deps.steps[running.step.kind];
  const act = running.direction === 'do' ? step.run : step.undo;
  if (act === undefined) return { kind: 'done', already: true };
  try {
    return await act(contextOf(deps, running));
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    deps.log.warn(
      { release: running.state.id, step: step.kind, code: error.code, details: error.details, cause: error.cause },
      'step could not finish',
    );
    if (error.code === 'lease_lost') return 'lost';
    return error.retry ? { kind: 'unknown', error } : { kind: 'refused', code: error.code, words: error.reply };
  }
}

function contextOf(deps: WorkerDeps, { state, step, direction, lease }: Running): StepContext {
  const { execution } = state;
  if (execution === null) throw new Error(`${state.id} runs a step without an execution`);
  return {
    release: state,
    targets: execution.targets,
    registry: registryOf(deps.registries, state.registry),
    source: registryOf(deps.registries, state.source.registry),
    lease,
    progress: renewing(deps, state, step, direction, lease),
  };
}

/** Progress renews the lease through the log: whoever cannot write it down has lost the step. */
function renewing(
  deps: WorkerDeps,
  first: ReleaseState,
  step: StepState,
  direction: Direction,
  lease: Lease,
): Progress {
  let state = first;
  return async (done, total, unit) => {
    const leaseUntil = deps.clock() + leaseMs;
    const command = {
      kind: 'progress-step' as const,
      step: step.kind,
      direction,
      worker: deps.worker,
      leaseUntil,
      done,
      total,
      unit,
    };
    const written = await recordAlone(deps, state, decideProgress({ state, now: deps.clock() }, command));
    const now = written.kind === 'written' ? await deps.store.release(first.id) : null;
    if (now === null) throw new ReleaseError('lease_lost', { release: first.id, step: step.kind });
    state = now;
    lease.renewed(leaseUntil);
    return lease.call();
  };
}

async function settle(
  deps: WorkerDeps,
  policy: LanePolicy,
  running: Running,
  outcome: Exclude<Attempt, 'lost'>,
): Promise<boolean> {
  const state = await deps.store.release(running.state.id);
  if (state === null) return false;
  const { worker, clock } = deps;
  const which = { step: running.step.kind, direction: running.direction, worker };
  const facts = { state, now: clock() };
  switch (outcome.kind) {
    case 'done': {
      const { already, version = null, bytes = null } = outcome;
      return wrote(await recordInLane(deps, policy, state, { kind: 'finish-step', ...which, already, version, bytes }));
    }
    case 'foreign':
      return wrote(await recordInLane(deps, policy, state, { kind: 'foreign-champion', found: outcome.found, worker }));
    case 'refused':
      return wrote(
        await recordAlone(
          deps,
          state,
          decideFail(facts, { kind: 'fail-step', ...which, code: outcome.code, words: outcome.words }),
        ),
      );
    case 'again':
    case 'unknown':
      return wrote(
        await recordAlone(
          deps,
          state,
          decideRetryStep(facts, { kind: 'retry-step', ...which, ...retrying(running, outcome, facts.now) }),
        ),
      );
  }
}

function retrying({ step }: Running, outcome: Extract<Attempt, { kind: 'again' | 'unknown' }>, now: number) {
  const wait = Math.min(firstPauseMs * 2 ** step.attempt, longestPauseMs);
  if (outcome.kind === 'again') return { code: outcome.code, words: outcome.words, nextTry: now + wait };
  const { code, reply, details } = outcome.error;
  return { code, words: reply, nextTry: now + Math.max(wait, details.retryAfterMs ?? 0) };
}

function wrote(written: { readonly kind: string }): boolean {
  return written.kind === 'written';
}
