import type { Step } from '../step.ts';

/** Not built yet. */
export const setStage: Step = {
  kind: 'set-stage',
  run: async () => ({ kind: 'refused', code: 'not_built', words: 'This version cannot do that yet.' }),
};
