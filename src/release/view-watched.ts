import type { ReleaseState } from './state.ts';
import type { StepState } from './state-execution.ts';
import { executionOf } from './view-facts.ts';
import { isLeaving, waitingStep } from './view-steps.ts';
import { date, type Line, line, link, phrase, strong, v } from './view-words.ts';

/** What an execution waits for just now, since when, and where to look; empty when it waits for nobody. */
export function watchedWords(state: ReleaseState): Line {
  const execution = executionOf(state);
  const step = execution === null || isLeaving(execution) ? null : waitingStep(execution);
  if (execution === null || step === null || step.watched === null) return [];
  const { url, since } = step.watched;
  const look = url === null ? line() : line(' ', link('Open', url));
  return line(standing(step, v(execution.targets.champion.from)), ' Since ', date(since, 'time'), '.', look);
}

function standing({ kind, watched }: StepState, live: string): Line {
  const said = (plain: string): Line => (watched?.words == null ? line(plain) : line(phrase(watched.words, 240), '.'));
  switch (watched?.state) {
    case 'busy':
      return line(strong('Waiting'), `: ${live} is in use, and nothing moves under those who use it. `, said(''));
    case 'waiting':
      return line(strong('Waiting'), ': ', said('somebody else has to let it go on.'));
    case 'unreachable':
      return line('Nobody could tell how far it is; I ask again. ', said(''));
    case 'queued':
      return said('It is queued.');
    case 'moving':
      return said('The order was taken.');
    default:
      return said(kind === 'await-training' ? 'It trains.' : 'It runs.');
  }
}
