import type { Step } from '../step.ts';

/** Not built yet. */
export const moveServing: Step = {
  kind: 'move-serving',
  run: async () => ({ kind: 'refused', code: 'not_built', words: 'This version cannot do that yet.' }),
};
