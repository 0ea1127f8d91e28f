import { nextStep } from './plan.ts';
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

/** The same after a look that changed nothing: what was read just now is read again later. */
export function nextLookAfter(state: ReleaseState, lookedAt: number): number | null {
  const next = nextLook(state, lookedAt);
  if (next === null || next > lookedAt) return next;
  return state.phase === 'executing' ? lookedAt + 1_000 : Math.min(lookedAt + pace(state), openUntil(state, lookedAt));
}

function pace(state: ReleaseState): number {
  return state.gathering?.unreachable ? askAgainMs : rereadMs;
}

function openUntil(state: ReleaseState, now: number): number {
  return state.expiresAt > now ? state.expiresAt : Number.POSITIVE_INFINITY;
}

const table: Record<Phase, (state: ReleaseState, now: number) => number | null> = {
  gathering: (state, now) => (state.gathering === null ? state.lastAt : Math.max(state.lastAt, now) + pace(state)),
  blocked: reread,
  review: reread,
  approved: (state, now) => {
    if (state.waiting === null) return now;
    return Math.min(state.waiting.until ?? Number.POSITIVE_INFINITY, now + rereadMs, openUntil(state, now));
  },
  executing: (state, now) => (state.execution === null ? null : executionLook(state.execution, now)),
  watching: (state) => state.live?.watchUntil ?? null,
  failed: never,
  verified: never,
  rejected: never,
  withdrawn: never,
  expired: never,
  superseded: never,
  abandoned: never,
  'rolled-back': never,
  concluded: never,
};

function reread(state: ReleaseState, now: number): number {
  return Math.min(Math.max(now, state.lastAt) + rereadMs, Math.max(state.expiresAt, now));
}

function executionLook(execution: NonNullable<ReleaseState['execution']>, now: number): number {
  const next = nextStep(execution, now);
  if (next.kind === 'busy') return next.until;
  return next.kind === 'step' ? Math.max(now, next.notBefore) : now;
}

function never(): null {
  return null;
}
