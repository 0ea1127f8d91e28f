import { onExecution, onStep } from './fold-step.ts';
import type { Evolvers } from './folding.ts';

/** How fold the things that an execution waits for, and what it trained. */
export const trainingEvolvers: Evolvers<'step-watched' | 'scored-noted' | 'trained-judged' | 'continued'> = {
  'step-watched': (state, { at, event }) =>
    onStep(state, { step: event.step, direction: 'do' }, (step) => ({
      ...step,
      watched: {
        state: event.state,
        words: event.words,
        url: event.url,
        since: step.watched?.state === event.state ? step.watched.since : at,
        changes: (step.watched?.changes ?? 0) + 1,
      },
    })),
  'scored-noted': (state, { event: { version, total, words } }) =>
    onExecution(state, (execution) => ({ ...execution, scored: { version, total: words === null ? total : null } })),
  'trained-judged': (state, { event }) => {
    const { execution } = state;
    if (execution === null) return state;
    const { artifacts } = event.candidate;
    const tags = { ...execution.targets.tags, ...event.tags };
    const trained = state.trained && { ...state.trained, findings: event.findings };
    return { ...state, trained, execution: { ...execution, targets: { ...execution.targets, artifacts, tags } } };
  },
  continued: (state) => ({ ...state, continuing: false }),
};
