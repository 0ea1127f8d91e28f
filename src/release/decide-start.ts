import { openVerdicts } from './acceptance.ts';
import type { WorkerCommand } from './command.ts';
import { decideExpire } from './decide-evidence.ts';
import { decideWait } from './decide-waiting.ts';
import type { ReleaseEvent } from './event.ts';
import { evidenceOf } from './evidence-of.ts';
import type { ReleaseFacts } from './facts.ts';
import type { PersonId, ReleaseId } from './ids.ts';
import { type Append, accepted, type Decision, refused } from './outcome.ts';
import { pauseOn, waitFirst } from './pause-words.ts';
import { planOf, touchedLive } from './plan.ts';
import { quorum } from './quorum.ts';
import { refusePhase } from './refuse-phase.ts';
import { personOf } from './rights.ts';
import type { ReleaseState } from './state.ts';
import { releaseStream } from './stream.ts';

type CommandOf<K extends WorkerCommand['kind']> = Extract<WorkerCommand, { kind: K }>;

/** Takes the lane and fixes every target, if all that was approved is still so at this moment. */
export function decideBegin(facts: ReleaseFacts, command: CommandOf<'begin-execution'>): Decision {
  const { state } = facts;
  const wrong = refusePhase(facts, 'begin', ['approved']);
  if (wrong !== null) return refused(wrong);
  if (facts.now >= state.expiresAt) return decideExpire(facts);
  if (state.evidence?.digest !== command.evidence) return refused({ kind: 'step-not-ours' });
  const left = noLongerAccepted(facts, command.accepting) ?? noLongerCounting(facts, command.counting);
  if (left !== null) return askedAnew(facts, left);
  if (mayNoLonger(state, command.counting)) return writtenOn(state, { kind: 'withdrawn', v: 1, reason: lostRight });
  const paused = pauseOn(state, facts.pauses);
  if (paused !== null) return decideWait(facts, paused);
  const start: Append = { stream: releaseStream(state.id), events: [started(facts, command)] };
  const first = facts.lane.holder ?? rollbackBefore(facts);
  return first === null ? accepted({ kind: 'noted' }, start) : takeOver(facts, first, start);
}

function started({ state, policy }: ReleaseFacts, { targets, counting }: CommandOf<'begin-execution'>): ReleaseEvent {
  const approvedBy = state.breakGlass ? [] : [...counting];
  return { kind: 'execution-started', v: 1, targets, steps: [...planOf(state, policy)], approvedBy };
}

const lostRight = 'who asked may not break the glass here any more';

/** Break-glass stands on one person's right alone, and may have waited for the lane since. */
function mayNoLonger({ breakGlass, opened }: ReleaseState, counting: readonly PersonId[]): boolean {
  const by = personOf(opened.by);
  return breakGlass && by !== null && !counting.includes(by);
}

type Voided = Extract<ReleaseEvent, { kind: 'approvals-voided' }>;

/** Back to the people: in a pause nobody is asked before it is over. */
function askedAnew(facts: ReleaseFacts, left: Voided): Decision {
  const first = left.cause === 'no-longer-counts' ? waitFirst(facts) : [];
  return writtenOn(facts.state, ...first, left);
}

/** Somebody left a group, or Slack, since they said yes. */
function noLongerCounting({ state }: ReleaseFacts, counting: readonly PersonId[]): Voided | null {
  const { digest, requirements } = evidenceOf(state);
  const votes = state.approvals.filter((one) => counting.includes(one.person));
  const asksNobody = requirements.automatic || state.alone || state.breakGlass;
  if (asksNobody || quorum(requirements, votes).satisfied) return null;
  const people = state.approvals.map((one) => one.person).filter((id) => !counting.includes(id));
  return { kind: 'approvals-voided', v: 1, cause: 'no-longer-counts', was: digest, now: digest, changes: [], people };
}

/** Whoever said yes had read that somebody answers for these verdicts: both start again when nobody does. */
function noLongerAccepted({ state }: ReleaseFacts, accepting: readonly PersonId[]): Voided | null {
  const { digest, findings } = evidenceOf(state);
  const held = state.accepted.filter((one) => accepting.includes(one.person));
  if (state.accepted.length === 0 || openVerdicts(findings, held).length === 0) return null;
  const gone = state.accepted.map((one) => one.person).filter((id) => !accepting.includes(id));
  const people = [...new Set([...gone, ...state.approvals.map((one) => one.person)])];
  const cause = 'acceptance-no-longer-counts';
  return { kind: 'approvals-voided', v: 1, cause, was: digest, now: digest, changes: [], people };
}

/** The rollback that goes before this waiter, if the lane is free but one waits for it. */
function rollbackBefore({ state, lane }: ReleaseFacts): ReleaseId | null {
  const [first] = lane.queue;
  const isRollback = lane.open.some((one) => one.release === first && one.kind === 'rollback');
  return first === undefined || first === state.id || !isRollback || goesFirst(state) ? null : first;
}

/** One that trains first takes its time, and waits for its turn like a promotion. */
function goesFirst({ kind, training }: ReleaseState): boolean {
  return kind === 'rollback' && training !== 'retrain';
}

/** A rollback stops what executes at a step boundary, and takes over what failed; a promotion waits its turn. */
function takeOver(facts: ReleaseFacts, holder: NonNullable<ReleaseFacts['lane']['holder']>, start: Append): Decision {
  const { state, others } = facts;
  const other = others.get(holder);
  const wait: CommandOf<'wait'> = { kind: 'wait', cause: 'lane-busy', words: holder, until: null };
  if (!goesFirst(state) || other?.execution == null) return decideWait(facts, wait);
  const stream = releaseStream(holder);
  if (other.phase === 'failed') {
    const liveTouched = touchedLive(other.execution);
    const handed: ReleaseEvent = { kind: 'stopped', v: 1, liveTouched, live: null, handedTo: state.id };
    return accepted({ kind: 'noted' }, { stream, events: [handed] }, start);
  }
  const older = goesFirst(other) && state.opened.at <= other.opened.at;
  if (older || other.execution.stop?.forRollback) return decideWait(facts, wait);
  const stop: ReleaseEvent = { kind: 'stop-requested', v: 1, forRollback: state.id };
  const waiting = decideWait(facts, wait);
  return accepted(
    { kind: 'noted' },
    { stream, events: [stop] },
    ...(waiting.kind === 'accepted' ? waiting.appends : []),
  );
}

function writtenOn(state: ReleaseState, ...events: readonly ReleaseEvent[]): Decision {
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events });
}
