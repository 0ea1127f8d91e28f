import type { WorkerCommand } from './command.ts';
import { goingLive } from './decide-live.ts';
import type { ReleaseEvent } from './event.ts';
import type { ReleaseFacts } from './facts.ts';
import { accepted, type Decision, refused } from './outcome.ts';
import { isLastStep, nextStep } from './plan.ts';
import type { ReleaseState } from './state.ts';
import type { StepState } from './state-execution.ts';
import { releaseStream } from './stream.ts';

type CommandOf<K extends WorkerCommand['kind']> = Extract<WorkerCommand, { kind: K }>;
type AwaitFacts = Pick<ReleaseFacts, 'state' | 'now'>;

/** How what a step waits for is now; written down when it changed, so that hours of looking cost nothing. */
export function decideWatch({ state, now }: AwaitFacts, command: CommandOf<'watch-step'>): Decision {
  const step = due(state, command, now);
  if (step === null) return refused({ kind: 'step-not-ours' });
  const { state: how, step: kind, url } = command;
  const seen = { state: how, words: command.words?.slice(0, longestWords).toWellFormed() ?? null, url };
  const { watched } = step;
  const same = watched?.state === seen.state && watched.words === seen.words && watched.url === seen.url;
  if (same || !isDue(state, watched, seen, now)) return accepted({ kind: 'unchanged' });
  return written(state, { kind: 'step-watched', v: 1, step: kind, attempt: step.attempt + 1, ...seen });
}

const longestUntoldMs = 12 * 3_600_000;
const untoldMs = { state: 5_000, words: 30_000 };
const longestWords = 160;

/**
 * The first changes are told soon; where they go on and on, each waits twice as long as the one before, so that a training of days
 * leaves a few dozen entries. That somebody answers again, or first has a page, never waits.
 */
function isDue(
  { lastAt }: ReleaseState,
  watched: StepState['watched'],
  seen: Pick<CommandOf<'watch-step'>, 'state' | 'url'>,
  now: number,
): boolean {
  if (watched === null || (watched.url === null && seen.url !== null)) return true;
  if (watched.state === 'unreachable' && seen.state !== 'unreachable') return true;
  const onlyWords = watched.state === seen.state && seen.state !== 'waiting';
  const pauseMs = Math.min(longestUntoldMs, untoldMs[onlyWords ? 'words' : 'state'] * 2 ** watched.changes);
  return now - lastAt >= pauseMs;
}

/** What was waited for has come. The last step makes the version live. */
export function decideEndAwait(facts: ReleaseFacts, command: CommandOf<'end-await'>): Decision {
  const { state, now } = facts;
  const step = due(state, command, now);
  if (step === null) return refused({ kind: 'step-not-ours' });
  const finished: ReleaseEvent = {
    kind: 'step-finished',
    v: 1,
    step: step.kind,
    direction: 'do',
    attempt: step.attempt + 1,
    tookMs: Math.max(0, now - startOf(state, step)),
    already: false,
    version: null,
    bytes: null,
  };
  return isLastStep(state.execution, step)
    ? accepted({ kind: 'noted' }, ...goingLive(facts, finished))
    : written(state, finished);
}

/** It ended otherwise: a person has to look. */
export function decideFailAwait({ state, now }: AwaitFacts, command: CommandOf<'fail-await'>): Decision {
  const step = due(state, command, now);
  if (step === null) return refused({ kind: 'step-not-ours' });
  const { code, words, served } = command;
  const told = served === undefined ? {} : { served };
  return written(state, {
    kind: 'failed',
    v: 1,
    step: step.kind,
    direction: 'do',
    attempt: step.attempt + 1,
    code,
    words,
    ...told,
  });
}

/** How often an order is sent that gets lost each time. */
const mostSent = 8;
const firstPauseMs = 5_000;
const longestPauseMs = 300_000;

/** The other side lost the order: the step before this one sends it again, later each time, and a person looks when that does not help. */
export function decideSendAgain(facts: AwaitFacts, command: CommandOf<'send-again'>): Decision {
  const { state, now } = facts;
  const step = due(state, command, now);
  const sent = step === null ? null : sender(state, step);
  if (step === null || sent === null) return refused({ kind: 'step-not-ours' });
  if (sent.attempt >= mostSent) return decideFailAwait(facts, { ...command, kind: 'fail-await' });
  const { code, words } = command;
  const pause = Math.min(firstPauseMs * 2 ** (sent.attempt - 1), longestPauseMs);
  const again = { code, words, nextTry: now + pause, since: now };
  return written(state, {
    kind: 'step-retrying',
    v: 1,
    step: sent.kind,
    direction: 'do',
    attempt: Math.max(1, sent.attempt),
    ...again,
  });
}

/** How many scoring runs the log keeps one by one: the newest. */
const mostRuns = 20;

/** What was scored with the version that a rollback takes back, noted once. */
export function decideNoteScored({ state }: AwaitFacts, command: CommandOf<'note-scored'>): Decision {
  if (state.phase !== 'executing' || state.execution?.scored !== null) return refused({ kind: 'step-not-ours' });
  const { version, since, words } = command;
  const runs = command.runs.toSorted((one, other) => other.at - one.at);
  const kept = runs.slice(0, mostRuns).map(({ id, at, url }) => ({ id, at, url }));
  return written(state, { kind: 'scored-noted', v: 1, version, since, runs: kept, total: runs.length, words });
}

/** The step, if it is the one that is due forwards. */
function due(state: ReleaseState, { step }: Pick<CommandOf<'watch-step'>, 'step'>, now: number): StepState | null {
  if (state.phase !== 'executing' || state.execution === null) return null;
  const next = nextStep(state.execution, now);
  return next.kind === 'step' && next.direction === 'do' && next.step.kind === step ? next.step : null;
}

/** What is waited for was started by the step before. */
function startOf(state: ReleaseState, step: StepState): number {
  return sender(state, step)?.startedAt ?? state.lastAt;
}

function sender({ execution }: ReleaseState, { kind }: StepState): StepState | null {
  return execution?.steps[execution.steps.findIndex((one) => one.kind === kind) - 1] ?? null;
}

function written(state: ReleaseState, event: ReleaseEvent): Decision {
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events: [event] });
}
