import type { Event, Happened } from './event.ts';
import type { Pause, ScopeState } from './lane-state.ts';

/** A stream that nothing happened in. */
export const emptyScope: ScopeState = { length: 0, pauses: [] };

/** Folds one entry of an environment's, a model's, a registry's or a lane's own stream. */
export function evolveScope(scope: ScopeState, happened: Happened<Event>): ScopeState {
  return { length: scope.length + 1, pauses: evolvePauses(scope.pauses, happened) };
}

/** A new pause replaces an older one of the same cause; resuming ends them all, or those of the cause that it names. */
export function evolvePauses(pauses: readonly Pause[], { event, at, by }: Happened<Event>): readonly Pause[] {
  if (event.kind === 'resumed')
    return event.cause === undefined ? [] : pauses.filter((one) => one.cause !== event.cause);
  if (event.kind !== 'paused') return pauses;
  const pause: Pause = { cause: event.cause, by, at, why: event.why, until: event.until, release: event.release };
  return [...pauses.filter((one) => one.cause !== event.cause), pause];
}

/** Pauses that hold at `now`: one without an end holds until somebody resumes. */
export function holding(pauses: readonly Pause[], now: number): readonly Pause[] {
  return pauses.filter((pause) => pause.until === null || pause.until > now);
}
