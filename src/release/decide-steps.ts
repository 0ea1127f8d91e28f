import type { WorkerCommand } from './command.ts';
import { goingLive } from './decide-live.ts';
import type { ReleaseEvent } from './event.ts';
import type { Direction, StepKind } from './event-step.ts';
import type { ReleaseFacts } from './facts.ts';
import type { Version } from './ids.ts';
import { foundOutside, named } from './moved-outside.ts';
import { accepted, type Decision, refused } from './outcome.ts';
import { isLastStep, nextStep } from './plan.ts';
import type { ReleaseState } from './state.ts';
import type { Execution, StepState } from './state-execution.ts';
import { releaseStream } from './stream.ts';

type CommandOf<K extends WorkerCommand['kind']> = Extract<WorkerCommand, { kind: K }>;
/** Most decisions about a step look at nothing but its release. */
export type StepFacts = Pick<ReleaseFacts, 'state' | 'now'>;
type OnStep = CommandOf<'progress-step' | 'finish-step' | 'retry-step' | 'fail-step'>;

/** A worker takes the next step under a lease; whoever loses this append stops. */
export function decideBeginStep({ state, now }: StepFacts, command: CommandOf<'begin-step'>): Decision {
  if (state.phase !== 'executing' || state.execution === null) return refused({ kind: 'step-not-ours' });
  const next = nextStep(state.execution, now);
  const fits = next.kind === 'step' && next.step.kind === command.step && next.direction === command.direction;
  if (!fits || next.notBefore > now) return refused({ kind: 'step-not-ours' });
  const { step, direction, worker, leaseUntil } = command;
  const attempt = next.step.attempt + 1;
  return written(state, [{ kind: 'step-started', v: 1, step, direction, attempt, worker, leaseUntil }]);
}

/** How far it is; this is what renews the lease. */
export function decideProgress(facts: StepFacts, command: CommandOf<'progress-step'>): Decision {
  const step = ours(facts.state, command);
  if (step === null) return refused({ kind: 'step-not-ours' });
  const { leaseUntil, done, total, unit } = command;
  return written(facts.state, [{ kind: 'step-progressed', v: 1, ...which(step), leaseUntil, done, total, unit }]);
}

/** The step is done. The last one makes the version live. */
export function decideFinish(facts: ReleaseFacts, command: CommandOf<'finish-step'>): Decision {
  const { state, now } = facts;
  const step = ours(state, command);
  if (step === null) return refused({ kind: 'step-not-ours' });
  const tookMs = Math.max(0, now - (step.startedAt ?? now));
  const { already, version, bytes, ref } = command;
  const made = { already, version, bytes, ...(ref === undefined ? {} : { ref }) };
  const finished: ReleaseEvent = { kind: 'step-finished', v: 1, ...which(step), tookMs, ...made };
  return isLastStep(state.execution, step)
    ? accepted({ kind: 'noted' }, ...goingLive(facts, finished))
    : written(state, [finished]);
}

/** Could not find out: again later, until the policy gives up. */
export function decideRetryStep(facts: StepFacts, command: CommandOf<'retry-step'>): Decision {
  const { state, now } = facts;
  const step = ours(state, command);
  if (step === null) return refused({ kind: 'step-not-ours' });
  const since = step.retry === null || step.retry.code === 'asked' ? now : step.retry.since;
  const { code, words, nextTry } = command;
  // Whoever leaves it gives nothing up: what was done is taken back.
  if (now - since >= state.giveUpAfterMs && !(step.direction === 'do' && isLeaving(state)))
    return written(state, [{ kind: 'failed', v: 1, ...which(step), code, words }]);
  return written(state, [{ kind: 'step-retrying', v: 1, ...which(step), code, words, nextTry, since }]);
}

/** Somebody said Stop or Put back. */
function isLeaving({ execution }: ReleaseState): boolean {
  return execution !== null && (execution.stop !== null || execution.putBack !== null);
}

/** A definite no from outside: a person has to look. */
export function decideFail(facts: StepFacts, command: CommandOf<'fail-step'>): Decision {
  const step = ours(facts.state, command);
  if (step === null) return refused({ kind: 'step-not-ours' });
  const { code, words, served } = command;
  const told = served === undefined ? {} : { served };
  return written(facts.state, [{ kind: 'failed', v: 1, ...which(step), code, words, ...told }]);
}

/**
 * Somebody else moved the champion: nothing was written, the approvals are void, the lane is paused. An execution that was told to
 * stop meanwhile stops all the same.
 */
export function decideForeignChampion(facts: ReleaseFacts, command: CommandOf<'foreign-champion'>): Decision {
  const { state } = facts;
  const { execution, evidence } = state;
  const running = execution?.steps.find((one) => one.status === 'running' && one.worker === command.worker);
  if (state.phase !== 'executing' || execution === null || evidence === null || running === undefined)
    return refused({ kind: 'step-not-ours' });
  const before = believed(facts, execution);
  const stopping = execution.stop !== null || execution.putBack !== null;
  const events = stopping ? [letGo(running, facts)] : gone(facts, evidence, running, command.found);
  return accepted(
    { kind: 'noted' },
    { stream: releaseStream(state.id), events },
    ...(before === command.found ? [] : foundOutside(facts, before, command.found)),
  );
}

/** Where the log has the champion: where this execution put it, until something else is known. */
function believed({ lane }: ReleaseFacts, { steps, targets }: Execution): Version | null {
  const there = lane.live?.version ?? null;
  const moved = steps.some((one) => one.kind === 'set-champion' && one.status === 'done');
  return moved && there === targets.champion.from ? targets.champion.to : there;
}

/** Not a failure: the step is given up, so that what was done before it can be taken back. */
function letGo(step: StepState, { now, policy }: ReleaseFacts): ReleaseEvent {
  const words = `${policy.alias} was moved outside Signalbox`;
  return { kind: 'step-retrying', v: 1, ...which(step), code: 'foreign', words, nextTry: now, since: now };
}

/** What is no longer live cannot be adopted: what was written to it is taken back, and the request ends. */
function gone(
  facts: ReleaseFacts,
  evidence: NonNullable<ReleaseState['evidence']>,
  running: StepState,
  found: Version | null,
): readonly ReleaseEvent[] {
  const { state } = facts;
  return state.kind === 'adoption'
    ? [letGo(running, facts), { kind: 'stop-requested', v: 1, forRollback: null }]
    : [voidedBy(facts, evidence, found)];
}

/** Where it was trained meanwhile, whoever decides anew has as long as at first. */
function voidedBy(
  { state, policy, now }: ReleaseFacts,
  evidence: NonNullable<ReleaseState['evidence']>,
  found: Version | null,
): ReleaseEvent {
  return {
    kind: 'approvals-voided',
    v: 1,
    cause: 'champion-moved',
    was: evidence.digest,
    now: null,
    changes: [`champion ${named(evidence.champion)} → ${named(found)}`],
    people: state.approvals.map((one) => one.person),
    ...(state.trained === null ? {} : { expiresAt: now + policy.expiresMs }),
  };
}

/** The running step, if it is this worker's. */
export function ours(state: ReleaseState, command: Pick<OnStep, 'step' | 'direction' | 'worker'>): StepState | null {
  if (state.phase !== 'executing' || state.execution === null) return null;
  const step = stepsOf(state.execution, command.direction).find((one) => one.kind === command.step);
  return step?.status === 'running' && step.worker === command.worker ? step : null;
}

function stepsOf(execution: Execution, direction: Direction): readonly StepState[] {
  return direction === 'do' ? execution.steps : execution.undo;
}

/** Names a step in its events. */
export function which(step: StepState): { step: StepKind; direction: Direction; attempt: number } {
  return { step: step.kind, direction: step.direction, attempt: step.attempt };
}

function written(state: ReleaseState, events: readonly ReleaseEvent[]): Decision {
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events });
}
