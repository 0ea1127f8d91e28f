import type { Step } from '../step.ts';

/** Not built yet. */
export const findVersion: Step = {
  kind: 'find-version',
  run: async () => ({ kind: 'refused', code: 'not_built', words: 'This version cannot do that yet.' }),
};
