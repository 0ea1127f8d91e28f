import type { WorkerCommand } from './command.ts';
import type { ReleaseEvent } from './event.ts';
import type { ReleaseFacts } from './facts.ts';
import type { Pause } from './lane-state.ts';
import { personOf } from './rights.ts';
import type { PauseCause } from './scope-event.ts';
import type { ReleaseState } from './state.ts';

type Wait = Extract<WorkerCommand, { kind: 'wait' }>;

const prefix: Record<PauseCause, string> = {
  person: '',
  calendar: 'calendar: ',
  rollback: 'after a rollback: ',
  'outside-move': 'moved from outside: ',
  'log-behind': 'the log is behind the registry: ',
};

/** Nobody knows what is live then, and a reason does not change that. */
const holdsEverything: readonly PauseCause[] = ['log-behind', 'outside-move'];

/** Why it is paused, with what paused it where that was no person. */
export function pauseReason({ cause, why }: Pick<Pause, 'cause' | 'why'>): string {
  return `${prefix[cause]}${why}`;
}

/** The pauses that hold this release: a rollback nothing holds, and an adoption is what the move from outside waits for. */
export function pausesOn({ kind, breakGlass }: Held, pauses: readonly Pause[]): readonly Pause[] {
  if (kind === 'rollback') return [];
  if (kind === 'adoption') return pauses.filter(({ cause }) => cause !== 'outside-move');
  return breakGlass ? pauses.filter(({ cause }) => holdsEverything.includes(cause)) : pauses;
}

type Held = Pick<ReleaseState, 'kind' | 'breakGlass'>;

/** What a release waits for, of all pauses around it: the one that lasts longest. Null when nothing holds it. */
export function pauseOn(state: Held, pauses: readonly Pause[]): Wait | null {
  const held = pausesOn(state, pauses);
  const last = held.toSorted((a, b) => endOf(b) - endOf(a))[0];
  if (last === undefined) return null;
  const by = personOf(last.by);
  return {
    kind: 'wait',
    cause: 'paused',
    words: pauseReason(last),
    until: last.until,
    ...(last.scope === undefined ? {} : { scope: last.scope }),
    ...(by === null ? {} : { by }),
  };
}

/** A release about to be reviewed, or taken back to it, says first that it waits, so that nobody is asked in vain. */
export function waitFirst({ state, pauses }: Pick<ReleaseFacts, 'state' | 'pauses'>): readonly ReleaseEvent[] {
  const pause = asks(state) ? pauseOn(state, pauses) : null;
  return pause === null || isSaid(state, pause) ? [] : [waitingEvent(pause)];
}

/** The pause that a review waited for is over: those who must act are asked, once. */
export function askAfter({ state, pauses }: Pick<ReleaseFacts, 'state' | 'pauses'>): readonly ReleaseEvent[] {
  const waited = asks(state) && state.waiting?.cause === 'paused';
  return waited && pauseOn(state, pauses) === null ? [{ kind: 'asked-again', v: 1 }] : [];
}

/** Whether the log says so already. */
export function isSaid({ waiting }: Pick<ReleaseState, 'waiting'>, { cause, words, until }: Wait): boolean {
  return waiting?.cause === cause && waiting.words === words && waiting.until === until;
}

export function waitingEvent({ kind: _, ...wait }: Wait): ReleaseEvent {
  return { kind: 'waiting', v: 1, ...wait };
}

function asks({ mode, breakGlass, alone }: ReleaseState): boolean {
  return mode === 'enforce' && !breakGlass && !alone;
}

function endOf({ until }: Pause): number {
  return until ?? Number.POSITIVE_INFINITY;
}
