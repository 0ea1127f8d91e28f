import { ReleaseError } from '../errors.ts';
import type { Progress } from '../ports.ts';
import {
  decideBeginStep,
  decideFail,
  decideProgress,
  decideRetryStep,
  type StepFacts,
} from '../release/decide-steps.ts';
import type { Entry } from '../release/event.ts';
import type { ActKind, Direction } from '../release/event-step.ts';
import { evolve } from '../release/evolve.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Decision } from '../release/outcome.ts';
import type { NextStep } from '../release/plan.ts';
import { releaseEntries } from '../release/release-entries.ts';
import type { ReleaseState } from '../release/state.ts';
import type { StepState } from '../release/state-execution.ts';
import { releaseStream } from '../release/stream.ts';
import { judgeTrained } from '../release-service/judge-trained.ts';
import { registryOf } from '../release-service/registry-of.ts';
import { type Lease, lease as leaseFrom, leaseMs } from './lease.ts';
import { recordAlone, recordInLane, recordLatest } from './record.ts';
import type { StepContext, StepOutcome } from './step.ts';
import type { WorkerDeps } from './worker-deps.ts';

const firstPauseMs = 2_000;
const longestPauseMs = 300_000;
/** Reading what was trained may take this long: artifacts are hashed the first time. */
const judgingMs = 10 * 60_000;

type Due = Extract<NextStep, { kind: 'step' }>;
interface Running {
  readonly state: ReleaseState;
  readonly kind: ActKind;
  readonly policy: LanePolicy;
  readonly step: StepState;
  readonly direction: Direction;
  readonly lease: Lease;
}

/** Takes one step under a lease and writes down how it ended. Answers false when it was not ours to take. */
export async function runStep(
  all: WorkerDeps,
  policy: LanePolicy,
  state: ReleaseState,
  due: Due,
  kind: ActKind,
): Promise<boolean> {
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
  const running: Running = {
    state: grown(state, begun.entries),
    kind,
    policy,
    step: due.step,
    direction: due.direction,
    lease: leaseFrom(clock, until),
  };
  const outcome = await attempt(deps, running);
  return outcome === 'lost' ? false : settle(deps, policy, running, outcome);
}

/** The release with what was just written to it: nobody else's word lies between, or the append would not have gone through. */
function grown(state: ReleaseState, entries: readonly Entry[]): ReleaseState {
  const own = entries.filter(({ stream }) => stream === releaseStream(state.id));
  return releaseEntries(own).reduce((now, happened) => evolve(now, happened), state);
}

type Attempt = StepOutcome | { readonly kind: 'unknown'; readonly error: ReleaseError } | 'lost';

async function attempt(deps: WorkerDeps, running: Running): Promise<Attempt> {
  const step = deps.steps[running.kind];
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

function contextOf(deps: WorkerDeps, { state, step, policy, direction, lease }: Running): StepContext {
  const { execution } = state;
  if (execution === null) throw new Error(`${state.id} runs a step without an execution`);
  return {
    release: state,
    step,
    policy,
    machinery: deps.outsiders,
    now: deps.clock,
    judge: () => judgeTrained(deps, state, policy, { deadline: deps.clock() + judgingMs }),
    targets: execution.targets,
    registry: registryOf(deps.registries, state.registry),
    source: registryOf(deps.registries, state.source.registry),
    lease,
    progress: renewing(deps, state, step, direction, lease),
  };
}

/** Progress renews the lease through the log: whoever cannot write it down has lost the step. Somebody's Stop ends it here, not at its end. */
function renewing(
  deps: WorkerDeps,
  first: ReleaseState,
  step: StepState,
  direction: Direction,
  lease: Lease,
): Progress {
  const which = { step: step.kind, direction, worker: deps.worker };
  return async (done, total, unit) => {
    const leaseUntil = deps.clock() + leaseMs;
    let stopped = false;
    const written = await recordLatest(deps, first, (state) => {
      stopped = direction === 'do' && isLeaving(state);
      return decideProgress(
        { state, now: deps.clock() },
        { kind: 'progress-step', ...which, leaseUntil, done, total, unit },
      );
    });
    if (written.kind === 'refused') throw new ReleaseError('lease_lost', { release: first.id, step: step.kind });
    lease.renewed(leaseUntil);
    if (stopped) throw new ReleaseError('stop_requested', { release: first.id, step: step.kind });
    return lease.call();
  };
}

function isLeaving({ execution }: ReleaseState): boolean {
  return execution === null || execution.stop !== null || execution.putBack !== null;
}

async function settle(
  deps: WorkerDeps,
  policy: LanePolicy,
  running: Running,
  outcome: Exclude<Attempt, 'lost'>,
): Promise<boolean> {
  const { worker, clock } = deps;
  const { state: seen, step, direction } = running;
  const which = { step: step.kind, direction, worker };
  const latest = async (decide: (facts: StepFacts) => Decision) =>
    wrote(await recordLatest(deps, seen, (state) => decide({ state, now: clock() })));
  switch (outcome.kind) {
    case 'done': {
      const { already, version = null, bytes = null, ref } = outcome;
      const made = { already, version, bytes, ...(ref === undefined ? {} : { ref }) };
      return wrote(await recordInLane(deps, policy, seen, { kind: 'finish-step', ...which, ...made }));
    }
    case 'judged':
      return wrote(await recordInLane(deps, policy, seen, { kind: 'judge-trained', worker, ...outcome.judged }));
    case 'foreign':
      return wrote(await recordInLane(deps, policy, seen, { kind: 'foreign-champion', found: outcome.found, worker }));
    case 'refused': {
      const { kind: _, ...no } = outcome;
      return latest((facts) => decideFail(facts, { kind: 'fail-step', ...which, ...no }));
    }
    case 'again':
    case 'unknown': {
      const again = retrying(running, outcome, clock());
      return latest((facts) => decideRetryStep(facts, { kind: 'retry-step', ...which, ...again }));
    }
  }
}

function retrying({ step }: Running, outcome: Extract<Attempt, { kind: 'again' | 'unknown' }>, now: number) {
  // An outage of a day is asked about some dozen times, not some hundred: each time is two entries of the log.
  const lasted = step.retry === null ? 0 : now - step.retry.since;
  const wait = Math.min(firstPauseMs * 2 ** step.attempt, Math.max(longestPauseMs, Math.floor(lasted / 10)));
  if (outcome.kind === 'again') return { code: outcome.code, words: outcome.words, nextTry: now + wait };
  const { code, reply, details } = outcome.error;
  return { code, words: reply, nextTry: now + Math.max(wait, details.retryAfterMs ?? 0) };
}

function wrote(written: { readonly kind: string }): boolean {
  return written.kind === 'written';
}
