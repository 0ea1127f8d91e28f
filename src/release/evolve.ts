import type { Happened, ReleaseEvent } from './event.ts';
import { executionEvolvers } from './evolve-execution.ts';
import { type Evolvers, end, type LaterKind, type LaterOf } from './folding.ts';
import type { Approval, ReleaseState } from './state.ts';

type Opened = Extract<ReleaseEvent, { kind: 'opened' }>;

/** Folds one event into a release. `null` before `opened`. Pure, total over well-formed logs, throws for a log that starts otherwise. */
export function evolve(state: ReleaseState | null, happened: Happened<ReleaseEvent>): ReleaseState {
  const { event } = happened;
  if (event.kind === 'opened') return born(event, happened);
  if (state === null) throw new Error(`a release log starts with 'opened', not '${event.kind}'`);
  return { ...later(state, happened, event), length: state.length + 1, lastAt: happened.at };
}

/** Folds a whole log; null when it is empty. */
export function fold(log: readonly Happened<ReleaseEvent>[]): ReleaseState | null {
  return log.reduce<ReleaseState | null>(evolve, null);
}

function born(event: Opened, { at, by }: Happened): ReleaseState {
  return {
    id: event.release,
    kind: event.releaseKind,
    pattern: event.pattern,
    model: event.model,
    environment: event.environment,
    lane: event.lane,
    registry: event.registry,
    name: event.name,
    version: event.version,
    source: event.source,
    channel: event.channel,
    undoes: event.undoes,
    alone: event.alone,
    phase: 'gathering',
    opened: { at, by, reason: event.reason },
    expiresAt: event.expiresAt,
    watchMs: event.watchMs,
    giveUpAfterMs: event.giveUpAfterMs,
    gathering: null,
    evidence: null,
    approvals: [],
    voided: [],
    newer: null,
    waiting: null,
    execution: null,
    failure: null,
    live: null,
    ended: null,
    length: 1,
    lastAt: at,
  };
}

const reviewEvolvers: Evolvers<
  | 'gathering-noted'
  | 'evidence-gathered'
  | 'approved'
  | 'approvals-voided'
  | 'review-completed'
  | 'newer-ready'
  | 'rejected'
  | 'withdrawn'
  | 'expired'
  | 'superseded'
  | 'waiting'
> = {
  'gathering-noted': (state, { event }) => ({
    ...state,
    gathering: { note: event.note, since: event.since, unreachable: event.unreachable },
  }),
  'evidence-gathered': (state, { at, event }) => ({
    ...state,
    phase: event.blocked ? 'blocked' : 'review',
    gathering: null,
    evidence: {
      digest: event.digest,
      at,
      candidate: event.candidate,
      champion: event.champion,
      policy: event.policy,
      findings: event.findings,
      requirements: event.requirements,
    },
    waiting: null,
  }),
  approved: (state, { at, by, event }) => ({
    ...state,
    approvals:
      by.kind === 'person' ? [...state.approvals, approval(at, by.id, event.groups, event.note)] : state.approvals,
  }),
  'approvals-voided': (state, { at, event }) => ({
    ...state,
    phase: event.now === null ? 'gathering' : 'review',
    approvals: state.approvals.filter((one) => !event.people.includes(one.person)),
    voided: [...state.voided, { at, cause: event.cause, changes: event.changes, people: event.people }],
    waiting: null,
    execution: null,
  }),
  'review-completed': (state) => ({ ...state, phase: 'approved' }),
  'newer-ready': (state, { event }) => ({ ...state, newer: { release: event.release, version: event.version } }),
  rejected: (state, happened) => end(state, 'rejected', happened),
  withdrawn: (state, happened) => end(state, 'withdrawn', happened),
  expired: (state, happened) => end(state, 'expired', happened),
  superseded: (state, happened) => end(state, 'superseded', happened),
  waiting: (state, { at, event }) => ({
    ...state,
    waiting: { cause: event.cause, words: event.words, until: event.until, since: at },
  }),
};

function approval(at: number, person: Approval['person'], groups: readonly string[], note: string | null): Approval {
  return { person, at, groups, note };
}

const evolvers: Evolvers<LaterKind> = { ...reviewEvolvers, ...executionEvolvers };

function later<K extends LaterKind>(state: ReleaseState, happened: Happened, event: LaterOf<K>): ReleaseState {
  return evolvers[event.kind](state, { ...happened, event });
}
