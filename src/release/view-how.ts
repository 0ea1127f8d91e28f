import { trainsFirst } from './plan.ts';
import { seats } from './quorum.ts';
import type { ReleaseState } from './state.ts';
import { count } from './view-numbers.ts';
import { type Line, line, who } from './view-words.ts';

/** What stands in the place of a count where nobody's approval is asked for; null where approvals are counted. */
export function nobodyAskedWord(state: ReleaseState): string | null {
  const { breakGlass, mode } = state;
  if (breakGlass) return 'break-glass';
  if (trainsFirst(state)) return 'after the training';
  return mode === 'enforce' ? null : 'advice only';
}

/** Why nobody's approval is asked for, and what is left out by that; null where approvals are counted. */
export function nobodyAskedLine(state: ReleaseState): Line | null {
  if (state.breakGlass) return breakGlassLine(state);
  if (trainsFirst(state)) return line('It trains first: people are asked about what comes of it.');
  return state.mode === 'enforce' ? null : line('Signalbox only advises here: nothing is approved, and nothing moves.');
}

function breakGlassLine({ opened, evidence }: ReleaseState): Line {
  const skipped = evidence === null ? 0 : seats(evidence.requirements).length;
  const approvals = skipped === 0 ? '' : `${count(skipped, 'approval')}, `;
  return line('Break-glass by ', who(opened.by), ` passes over gates, ${approvals}pauses and the calendar.`);
}
