import type { Happened, ReleaseEvent } from './event.ts';
import { executionEvolvers, validationsOf } from './evolve-execution.ts';
import { trainingEvolvers } from './evolve-training.ts';
import { asking, pausedStill, waitingEvolvers } from './evolve-waiting.ts';
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

const undecided = { gathering: null, evidence: null, approvals: [], accepted: [], asked: null };

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
    breakGlass: event.breakGlass ?? false,
    mode: event.mode ?? 'enforce',
    phase: 'gathering',
    opened: openedOf(event, at, by),
    training: event.training ?? null,
    trained: null,
    validated: 0,
    continuing: false,
    expiresAt: event.expiresAt,
    watchMs: event.watchMs,
    giveUpAfterMs: event.giveUpAfterMs,
    ...undecided,
    followUp: null,
    toldRegistry: false,
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

function openedOf(
  { reason, via, at: asked, neverLiveIn }: Opened,
  at: number,
  by: Happened['by'],
): ReleaseState['opened'] {
  return { at, by, reason, via: via ?? null, asked: asked ?? null, neverLiveIn: neverLiveIn ?? null };
}

const reviewEvolvers: Evolvers<
  | 'gathering-noted'
  | 'evidence-gathered'
  | 'approved'
  | 'approval-taken-back'
  | 'verdicts-accepted'
  | 'approvals-voided'
  | 'review-completed'
  | 'newer-ready'
  | 'rejected'
  | 'withdrawn'
  | 'expired'
  | 'superseded'
  | 'told-registry'
  | 'follow-up-opened'
  | 'follow-up-overdue'
  | 'follow-up-closed'
  | 'concluded'
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
    accepted: event.digest === state.evidence?.digest ? state.accepted : [],
    asked: event.blocked || state.phase === 'review' ? state.asked : asking(state, at),
    waiting: event.blocked ? null : pausedStill(state),
  }),
  approved: (state, { at, by, event }) => ({
    ...state,
    approvals: by.kind === 'person' ? [...state.approvals, approval(at, by.id, event)] : state.approvals,
  }),
  'approval-taken-back': (state, { at, by }) => ({
    ...state,
    phase: 'review',
    approvals: state.approvals.filter((one) => by.kind !== 'person' || one.person !== by.id),
    asked: state.phase === 'review' ? state.asked : asking(state, at),
    waiting: pausedStill(state),
  }),
  'verdicts-accepted': (state, { at, by, event }) => ({
    ...state,
    phase: event.unblocks ? 'review' : state.phase,
    accepted:
      by.kind === 'person'
        ? [...state.accepted, { person: by.id, at, gates: event.gates, groups: event.groups, reason: event.reason }]
        : state.accepted,
    asked: event.unblocks ? asking(state, at) : state.asked,
  }),
  'approvals-voided': (state, { at, event }) => ({
    ...state,
    phase: phaseAfterVoid(event),
    approvals: state.approvals.filter((one) => !event.people.includes(one.person)),
    accepted: event.cause === 'acceptance-no-longer-counts' ? [] : state.accepted,
    voided: [...state.voided, { at, cause: event.cause, changes: event.changes, people: event.people }],
    asked: state.asked === null ? null : asking(state, at),
    waiting: phaseAfterVoid(event) === 'review' ? pausedStill(state) : null,
    expiresAt: event.expiresAt ?? state.expiresAt,
    validated: validationsOf(state),
    execution: null,
  }),
  'review-completed': (state) => ({ ...state, phase: 'approved' }),
  'newer-ready': (state, { event }) => ({ ...state, newer: { release: event.release, version: event.version } }),
  rejected: (state, happened) => end(state, 'rejected', happened),
  withdrawn: (state, happened) => end(state, 'withdrawn', happened),
  expired: (state, happened) => end(state, 'expired', happened),
  superseded: (state, happened) => end(state, 'superseded', happened),
  'told-registry': (state) => ({ ...state, toldRegistry: true }),
  'follow-up-opened': (state, { at, event }) => ({
    ...state,
    followUp: {
      why: event.why,
      by: state.opened.by,
      openedAt: at,
      dueAt: event.dueAt,
      overdueTold: false,
      closed: null,
    },
  }),
  'follow-up-overdue': (state) => ({
    ...state,
    followUp: state.followUp === null ? null : { ...state.followUp, overdueTold: true },
  }),
  'follow-up-closed': (state, { at, by, event }) => ({
    ...state,
    followUp: state.followUp === null ? null : { ...state.followUp, closed: { by, at, note: event.note } },
  }),
  concluded: (state, happened) => end(state, 'concluded', happened),
};

function phaseAfterVoid({ now, cause }: Extract<ReleaseEvent, { kind: 'approvals-voided' }>): ReleaseState['phase'] {
  if (cause === 'acceptance-no-longer-counts') return 'blocked';
  return now === null ? 'gathering' : 'review';
}

function approval(
  at: number,
  person: Approval['person'],
  { groups, note, checked }: Extract<ReleaseEvent, { kind: 'approved' }>,
): Approval {
  return { person, at, groups, note, checked: checked ?? [] };
}

const evolvers: Evolvers<LaterKind> = {
  ...reviewEvolvers,
  ...waitingEvolvers,
  ...executionEvolvers,
  ...trainingEvolvers,
};

function later<K extends LaterKind>(state: ReleaseState, happened: Happened, event: LaterOf<K>): ReleaseState {
  return evolvers[event.kind](state, { ...happened, event });
}
