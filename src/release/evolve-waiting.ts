import type { Evolvers } from './folding.ts';
import type { ReleaseState } from './state.ts';

/** How fold waiting, and asking people. */
export const waitingEvolvers: Evolvers<'waiting' | 'asked-again' | 'reminded'> = {
  waiting: (state, { at, event: { cause, words, until, scope, by } }) => ({
    ...state,
    waiting: { cause, words, until, since: at, scope: scope ?? null, by: by ?? null },
  }),
  'asked-again': (state, { at }) => ({ ...state, waiting: null, asked: asking(state, at) }),
  reminded: (state, { event }) => ({
    ...state,
    asked: state.asked === null ? null : { ...state.asked, reminders: event.round },
  }),
};

/** Approvals are asked for from now on; how often was reminded before still counts. */
export function asking({ asked }: Pick<ReleaseState, 'asked'>, at: number): ReleaseState['asked'] {
  return { at, reminders: asked?.reminders ?? 0 };
}

/** A pause holds whatever becomes of evidence and approvals; what an execution waited for does not. */
export function pausedStill({ waiting }: ReleaseState): ReleaseState['waiting'] {
  return waiting?.cause === 'paused' ? waiting : null;
}
