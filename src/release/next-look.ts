import { leavesTraining } from './left-training.ts';
import { nextStep } from './plan.ts';
import { nextReminder } from './reminders.ts';
import type { Phase, ReleaseState } from './state.ts';

/** How often what may change by itself is read again. */
export const rereadMs = 120_000;

/** How soon something that could not be found out is asked again. */
export const askAgainMs = 15_000;

/** When a look at this release is due, ms since 1970; null when only a person can move it on. The one timer there is. */
export function nextLook(state: ReleaseState, now: number): number | null {
  const own = table[state.phase](state, now);
  const followUp = followUpLook(state);
  return own === null || followUp === null ? (own ?? followUp) : Math.min(own, followUp);
}

/** An open follow-up is looked at once, when it falls due, wherever its release is by then. */
function followUpLook({ followUp }: ReleaseState): number | null {
  return followUp === null || followUp.closed !== null || followUp.overdueTold ? null : followUp.dueAt;
}

/**
 * The same after a look that changed nothing: what was read just now is read again later, and earlier where a reminder falls due before
 * that. `remindMs` are the policy's intervals; an append knows no policy, so after one a reminder is at most one reading late.
 */
export function nextLookAfter(state: ReleaseState, lookedAt: number, remindMs: readonly number[] = []): number | null {
  const next = afterLook(state, lookedAt);
  const reminder = nextReminder(state, remindMs);
  return next === null || reminder === null || reminder <= lookedAt ? next : Math.min(next, reminder);
}

function afterLook(state: ReleaseState, lookedAt: number): number | null {
  const next = nextLook(state, lookedAt);
  if (next === null || next > lookedAt) return next;
  if (state.phase === 'executing') return lookedAt + awaitPace(state, lookedAt);
  return Math.min(lookedAt + pace(state), openUntil(state, lookedAt));
}

/** What takes long is looked at less often: a tenth of how long it has been going, from a second to a minute. */
function awaitPace({ execution }: ReleaseState, now: number): number {
  const step = execution?.steps.find((one) => one.status !== 'done');
  if (step?.watched == null) return 1_000;
  return Math.min(60_000, Math.max(1_000, Math.ceil((now - step.watched.since) / 10)));
}

function pace({ gathering, waiting }: ReleaseState): number {
  const notFoundOut = waiting?.cause === 'people-unread' || waiting?.cause === 'registry-unreachable';
  return gathering?.unreachable || notFoundOut ? askAgainMs : rereadMs;
}

function openUntil(state: ReleaseState, now: number): number {
  return state.expiresAt > now ? state.expiresAt : Number.POSITIVE_INFINITY;
}

const table: Record<Phase, (state: ReleaseState, now: number) => number | null> = {
  gathering: (state, now) => (state.gathering === null ? state.lastAt : Math.max(state.lastAt, now) + pace(state)),
  blocked: reread,
  review: (state, now) => Math.min(reread(state, now), Math.max(now, state.waiting?.until ?? Number.POSITIVE_INFINITY)),
  approved: (state, now) => {
    if (state.waiting === null) return now;
    return Math.min(state.waiting.until ?? Number.POSITIVE_INFINITY, now + pace(state), openUntil(state, now));
  },
  executing: (state, now) => (state.execution === null ? null : executionLook(state.execution, now)),
  watching: (state) => state.live?.watchUntil ?? null,
  failed: never,
  verified: ({ continuing, lastAt }) => (continuing ? lastAt : null),
  rejected: untold,
  withdrawn: leaving,
  expired: never,
  superseded: never,
  abandoned: never,
  'rolled-back': never,
  concluded: never,
};

function reread(state: ReleaseState, now: number): number {
  return Math.min(Math.max(now, state.lastAt) + rereadMs, Math.max(state.expiresAt, now));
}

/** A training that was left is ended, for as long as anything is tried. */
function leaving(state: ReleaseState, now: number): number | null {
  const { ended, giveUpAfterMs, lastAt } = state;
  return leavesTraining(state) && ended !== null && now <= ended.at + giveUpAfterMs ? lastAt : null;
}

/** A rejection is written to its version, for as long as anything is tried. */
function untold({ kind, toldRegistry, ended, giveUpAfterMs, lastAt }: ReleaseState, now: number): number | null {
  const tells = kind !== 'rollback' && !toldRegistry && ended !== null && now <= ended.at + giveUpAfterMs;
  return tells ? lastAt : null;
}

function executionLook(execution: NonNullable<ReleaseState['execution']>, now: number): number {
  const next = nextStep(execution, now);
  if (next.kind === 'busy') return next.until;
  return next.kind === 'step' ? Math.max(now, next.notBefore) : now;
}

function never(): null {
  return null;
}
