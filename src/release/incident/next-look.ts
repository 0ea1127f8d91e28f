import type { Watching } from '../lane-policy.ts';
import type { IncidentState } from './state.ts';

/** When an incident wants its next look, ms since 1970: a reminder, a snooze's or a dismissal's end, a countdown's end; null when only a signal or a person can move it on. */
export function nextIncidentLook(state: IncidentState, { remindMs }: Pick<Watching, 'remindMs'>): number | null {
  const { phase, countdown, dismissed } = state;
  if (phase === 'dismissed') return dismissed?.until ?? null;
  if (phase !== 'open') return null;
  const wants = [countdown?.until ?? null, nextRound(state, remindMs)].filter((at) => at !== null);
  return wants.length === 0 ? null : Math.min(...wants);
}

/** The latest round of reminders whose time has come, if it was not given: nobody has acknowledged yet. */
export function dueRound(state: IncidentState, { remindMs }: Pick<Watching, 'remindMs'>, now: number): number | null {
  if (!asks(state)) return null;
  const round = roundsOf(state, remindMs).filter((at) => at <= now).length;
  return round > state.reminders ? round : null;
}

function nextRound(state: IncidentState, remindMs: readonly number[]): number | null {
  return asks(state) ? (roundsOf(state, remindMs)[state.reminders] ?? null) : null;
}

/** The end of a snooze is the first of its reminders. */
function roundsOf({ askedAt, snoozedUntil }: IncidentState, remindMs: readonly number[]): readonly number[] {
  return [...(snoozedUntil === null ? [] : [0]), ...remindMs].map((ms) => askedAt + ms);
}

function asks({ phase, acknowledged }: IncidentState): boolean {
  return phase === 'open' && acknowledged === null;
}
