import type { Opening } from './decide-open.ts';
import { decidePromote } from './decide-promote.ts';
import type { LaneFacts } from './facts.ts';
import type { Pause } from './lane-state.ts';
import { type Append, accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { personOf, refuseVerb } from './rights.ts';
import { laneStream } from './stream.ts';

/** A wish with what becomes of the pause that a rollback left. */
export interface Asking extends Opening {
  readonly afterRollback?: 'resume' | 'wait' | undefined;
}

/**
 * Opens a promotion. Where a rollback paused the lane, who may resume says first what becomes of that; both are written at once, so that
 * neither is without the other. What machines ask for waits.
 */
export function decideRequest(facts: LaneFacts, { afterRollback, ...opening }: Asking): Decision {
  const decision = decidePromote(facts, opening);
  const person = personOf(opening.by);
  const pause = facts.lane.pauses.find(({ cause }) => cause === 'rollback');
  if (decision.kind === 'refused' || pause === undefined || person === null) return decision;
  const no = refuseVerb(facts, person, 'resume');
  if (afterRollback === 'resume') return no === null ? withResumed(facts, opening, decision) : refused(no);
  const asks = afterRollback === undefined && no === null && isPerson(opening);
  return asks && decision.answer.kind === 'opened' ? refused(pausedWords(facts, opening, pause)) : decision;
}

/** Asked from the command line by the person themselves, and not by a machine on their behalf. */
function isPerson({ via }: Opening): boolean {
  return via === undefined || via === 'cli';
}

type Accepted = Extract<Decision, { kind: 'accepted' }>;

function withResumed({ lane: { lane } }: LaneFacts, { reason }: Opening, { answer, appends }: Accepted): Decision {
  const resumed: Append = {
    stream: laneStream(lane),
    events: [{ kind: 'resumed', v: 1, why: reason, cause: 'rollback' }],
  };
  return accepted(answer.kind === 'opened' ? { ...answer, resumed: true } : answer, ...appends, resumed);
}

function pausedWords(
  { policy }: LaneFacts,
  { source, reason, at, training }: Opening,
  { why, at: since }: Pause,
): Refusal {
  const { model, environment } = policy;
  const other = { ...(at === undefined ? {} : { at }), ...(training === 'reuse' ? { reuse: source } : {}) };
  return {
    kind: 'paused-after-rollback',
    model,
    environment,
    why,
    since,
    again: { version: source, reason, ...other },
  };
}
