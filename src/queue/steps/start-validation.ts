import type { Step } from '../step.ts';

/** Not built yet. */
export const startValidation: Step = {
  kind: 'start-validation',
  run: async () => ({ kind: 'refused', code: 'not_built', words: 'This version cannot do that yet.' }),
};
