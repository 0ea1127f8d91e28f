import type { ReleaseState } from './state.ts';

/**
 * Which reminder is due: the latest round whose time since approvals were first asked for has passed, if it was not given. Null while
 * nothing is asked, and after the last one. Intervals are ascending, in milliseconds.
 */
export function dueReminder(state: ReleaseState, remindMs: readonly number[], now: number): number | null {
  const asked = askedNow(state);
  if (asked === null) return null;
  const round = remindMs.filter((ms) => asked.at + ms <= now).length;
  return round > asked.reminders ? round : null;
}

/** When the next reminder falls due, ms since 1970; null when there is none to come. */
export function nextReminder(state: ReleaseState, remindMs: readonly number[]): number | null {
  const asked = askedNow(state);
  const next = asked === null ? undefined : remindMs[asked.reminders];
  return asked === null || next === undefined ? null : asked.at + next;
}

function askedNow({ phase, waiting, asked, mode }: ReleaseState): ReleaseState['asked'] {
  return phase === 'review' && waiting === null && mode === 'enforce' ? asked : null;
}
