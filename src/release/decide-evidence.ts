import type { WorkerCommand } from './command.ts';
import type { ReleaseEvent } from './event.ts';
import { blocks } from './evidence.ts';
import type { ReleaseFacts } from './facts.ts';
import { type Append, accepted, type Decision, refused } from './outcome.ts';
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
  if (state.evidence?.digest === command.digest && state.phase !== 'gathering') return accepted({ kind: 'unchanged' });
  const blocked = isBlocked(state, command);
  const automatic = !blocked && (command.requirements.automatic || state.alone);
  const events: ReleaseEvent[] = [
    ...voided(state, command),
    gathered(command, blocked),
    ...(blocked ? [] : fromNewer(facts)),
    ...(automatic ? [{ kind: 'review-completed' as const, v: 1 as const, automatic: true, people: [] }] : []),
  ];
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events }, ...(blocked ? [] : onOlder(facts)));
}

/** Nobody decided in time. */
export function decideExpire(facts: ReleaseFacts): Decision {
  const wrong = refusePhase(facts, 'expire', beforeExecution);
  if (wrong !== null) return refused(wrong);
  if (facts.now < facts.state.expiresAt) return accepted({ kind: 'unchanged' });
  return written(facts.state, [{ kind: 'expired', v: 1 }]);
}

function isBlocked(state: ReleaseState, { findings }: CommandOf<'record-evidence'>): boolean {
  return state.kind !== 'rollback' && findings.verdicts.some(blocks);
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

/** What a candidate that passed its gates means for older promotions of the lane. */
function onOlder({ state, others, lane }: ReleaseFacts): readonly Append[] {
  if (state.kind !== 'promotion') return [];
  const newer = { v: 1 as const, release: state.id, version: state.source.version };
  return lane.open.flatMap((one) => {
    const other = others.get(one.release);
    if (other === undefined || !isOlder(other, state)) return [];
    const gives = other.opened.by.kind !== 'person' && other.approvals.length === 0 && other.phase !== 'approved';
    const kind = gives ? ('superseded' as const) : ('newer-ready' as const);
    if (!gives && other.newer?.release === state.id) return [];
    return [{ stream: releaseStream(other.id), events: [{ kind, ...newer }] }];
  });
}

/** One that asks after a newer candidate has passed its gates says so on its own card. */
function fromNewer({ state, others }: ReleaseFacts): readonly ReleaseEvent[] {
  const passed = [...others.values()].filter(
    (other) => (other.phase === 'review' || other.phase === 'approved') && isOlder(state, other),
  );
  const newest = passed.toSorted((a, b) => Number(b.source.version) - Number(a.source.version))[0];
  if (newest === undefined || state.newer?.release === newest.id) return [];
  return [{ kind: 'newer-ready', v: 1, release: newest.id, version: newest.source.version }];
}

function isOlder(other: ReleaseState, state: ReleaseState): boolean {
  const waits = beforeExecution.includes(other.phase);
  const same = other.kind === 'promotion' && state.kind === 'promotion';
  return waits && same && Number(other.source.version) < Number(state.source.version);
}

function written(state: ReleaseState, events: readonly ReleaseEvent[]): Decision {
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events });
}
