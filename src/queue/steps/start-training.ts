import type { Step } from '../step.ts';

/** Not built yet. */
export const startTraining: Step = {
  kind: 'start-training',
  run: async () => ({ kind: 'refused', code: 'not_built', words: 'This version cannot do that yet.' }),
};
