import type { ReleaseEvent } from './event.ts';
import type { Version } from './ids.ts';
import { isForReview } from './plan.ts';
import type { ReleaseState } from './state.ts';
import { isTakenOver } from './taken-over.ts';
import { executionOf, replaced, stepNumber } from './view-facts.ts';
import { phaseWord } from './view-phase-words.ts';
import type { Around } from './view-shape.ts';
import { incoming, type Line, line, outside, subject, v } from './view-words.ts';

/** The card's headline: state word first, then what and where. `max` is the longest that one name may get. */
export function title(state: ReleaseState, around: Around, max = 40): Line {
  return line(stateWord(state), ': ', what(state, around, max), progress(state));
}

/** Model, version and environment, as this kind of release says it in this phase. */
export function what(state: ReleaseState, around: Around, max = 40): Line {
  const model = outside(state.model, max);
  const environment = outside(state.environment, max);
  if (state.phase === 'rolled-back' && wentBack(state))
    return line(model, ' in ', environment, ', ', arrow(target(state), wentTo(state)));
  if (state.kind === 'rollback')
    return line(model, ' in ', environment, ', ', arrow(replaced(state, around), target(state)));
  if (state.kind === 'adoption' || isLive(state)) return line(model, ' ', place(state, max));
  if (isForReview(state) && state.version === null)
    return line(model, ' in ', environment, `, ${v(state.source.version)} trained again`);
  return line(model, ' ', incoming(state, max), ' → ', environment);
}

function place(state: ReleaseState, max: number): Line {
  const numbers = subject(state, max);
  return numbers.length > 1 ? numbers : line(numbers, ' in ', outside(state.environment, max));
}

function stateWord(state: ReleaseState): string {
  return executionWord(state) ?? endWord(state) ?? phaseWord(state);
}

function executionWord(state: ReleaseState): string | null {
  const execution = executionOf(state);
  if (state.phase === 'failed') return failedWord(state);
  if (execution?.putBack) return `Putting ${v(execution.targets.champion.from)} back`;
  if (execution?.stop) return 'Stopping';
  const waits = state.phase === 'approved' || state.phase === 'review';
  return waits && state.waiting !== null ? 'Waiting' : null;
}

function failedWord(state: ReleaseState): string | null {
  const at = stepNumber(state);
  return at === null ? null : `${phaseWord(state)} at step ${at.step} of ${at.of}`;
}

function endWord(state: ReleaseState): string | null {
  const { ended } = state;
  if (isTakenOver(state)) return 'Taken over';
  if (ended?.event.kind === 'concluded' && ended.event.why === 'went-live') return 'Live by hand';
  if (ended?.event.kind === 'superseded') return `Superseded by ${v(ended.event.version)}`;
  return ended?.event.kind === 'stopped' && !putBack(ended.event) ? 'Stopped' : null;
}

function progress(state: ReleaseState): string {
  const at = state.phase === 'executing' ? stepNumber(state) : null;
  return at === null ? '' : `, step ${at.step} of ${at.of}`;
}

function wentBack({ ended }: ReleaseState): boolean {
  return ended?.event.kind !== 'stopped' || putBack(ended.event);
}

/** Stopped by taking the champion back, not by handing it to a rollback. */
function putBack({ liveTouched, handedTo }: Extract<ReleaseEvent, { kind: 'stopped' }>): boolean {
  return liveTouched && handedTo === null;
}

function isLive({ phase }: ReleaseState): boolean {
  return phase === 'watching' || phase === 'verified';
}

function target(state: ReleaseState): Version {
  return state.live?.version ?? state.version ?? state.source.version;
}

function wentTo(state: ReleaseState): Version | null {
  const event = state.ended?.event;
  if (event?.kind === 'rolled-back') return event.to;
  return event?.kind === 'stopped' ? event.live : null;
}

function arrow(from: Version | null, to: Version | null): Line {
  return line(from === null || from === to ? 'to ' : `${v(from)} → `, v(to));
}
