import { openVerdicts } from './acceptance.ts';
import type { WorkerCommand } from './command.ts';
import { decideAskAgain } from './decide-waiting.ts';
import type { ReleaseEvent } from './event.ts';
import type { ReleaseFacts } from './facts.ts';
import { fromNewer, onOlder } from './newer.ts';
import { accepted, type Decision, refused } from './outcome.ts';
import { askAfter, waitFirst } from './pause-words.ts';
import { refusePhase } from './refuse-phase.ts';
import type { Phase, ReleaseState } from './state.ts';
import { releaseStream } from './stream.ts';

type CommandOf<K extends WorkerCommand['kind']> = Extract<WorkerCommand, { kind: K }>;

const beforeExecution: readonly Phase[] = ['gathering', 'blocked', 'review', 'approved'];

/** Why gathering is not over yet, once for each reason; `since` counts from the first time it was said. */
export function decideNote(facts: ReleaseFacts, command: CommandOf<'note-gathering'>): Decision {
  const wrong = refusePhase(facts, 'gather', ['gathering']);
  if (wrong !== null) return refused(wrong);
  const { state, now } = facts;
  const same = state.gathering?.note === command.note && state.gathering.unreachable === command.unreachable;
  if (same) return accepted({ kind: 'unchanged' });
  const since = state.gathering?.unreachable === command.unreachable ? state.gathering.since : now;
  return written(state, [
    { kind: 'gathering-noted', v: 1, note: command.note, since, unreachable: command.unreachable },
  ]);
}

/** Writes down what was read; other evidence than before voids every approval, in words. */
export function decideEvidence(facts: ReleaseFacts, command: CommandOf<'record-evidence'>): Decision {
  const wrong = refusePhase(facts, 'gather', beforeExecution);
  if (wrong !== null) return refused(wrong);
  const { state } = facts;
  if (state.evidence?.digest === command.digest && state.phase !== 'gathering')
    return state.phase === 'review' ? decideAskAgain(facts) : accepted({ kind: 'unchanged' });
  const blocked = isBlocked(state, command);
  const events = [...voided(state, command), gathered(command, blocked)];
  const stream = releaseStream(state.id);
  if (blocked) return accepted({ kind: 'noted' }, { stream, events });
  const passed = [...events, ...fromNewer(facts)];
  const next = letsItselfIn(state, command) ? [...passed, letIn] : [...waitFirst(facts), ...passed, ...askAfter(facts)];
  return accepted({ kind: 'noted' }, { stream, events: next }, ...onOlder(facts));
}

const letIn: ReleaseEvent = { kind: 'review-completed', v: 1, automatic: true, people: [] };

/** Nobody decided in time. */
export function decideExpire(facts: ReleaseFacts): Decision {
  const wrong = refusePhase(facts, 'expire', beforeExecution);
  if (wrong !== null) return refused(wrong);
  if (facts.now < facts.state.expiresAt) return accepted({ kind: 'unchanged' });
  return written(facts.state, [{ kind: 'expired', v: 1 }]);
}

/** What was accepted on the evidence recorded last holds for exactly that. Break-glass shows its verdicts and is not held by them. */
function isBlocked(state: ReleaseState, { digest, findings }: CommandOf<'record-evidence'>): boolean {
  const accepted = digest === state.evidence?.digest ? state.accepted : [];
  return state.kind !== 'rollback' && !state.breakGlass && openVerdicts(findings, accepted).length > 0;
}

/** Where nothing is enforced, nothing starts by itself either. */
function letsItselfIn(
  { mode, alone, breakGlass }: ReleaseState,
  { requirements }: CommandOf<'record-evidence'>,
): boolean {
  return mode === 'enforce' && (requirements.automatic || alone || breakGlass);
}

function gathered(command: CommandOf<'record-evidence'>, blocked: boolean): ReleaseEvent {
  const { digest, candidate, champion, policy, findings, requirements } = command;
  return { kind: 'evidence-gathered', v: 1, digest, candidate, champion, policy, blocked, findings, requirements };
}

function voided(state: ReleaseState, command: CommandOf<'record-evidence'>): readonly ReleaseEvent[] {
  const differs = state.evidence !== null && state.evidence.digest !== command.digest;
  if (!differs || (state.approvals.length === 0 && state.phase !== 'approved')) return [];
  return [
    {
      kind: 'approvals-voided',
      v: 1,
      cause: 'evidence-changed',
      was: state.evidence.digest,
      now: command.digest,
      changes: [...command.changes],
      people: state.approvals.map((one) => one.person),
    },
  ];
}

function written(state: ReleaseState, events: readonly ReleaseEvent[]): Decision {
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events });
}
