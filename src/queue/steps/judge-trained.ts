import type { Step } from '../step.ts';

/** Not built yet. */
export const judgeTrained: Step = {
  kind: 'judge-trained',
  run: async () => ({ kind: 'refused', code: 'not_built', words: 'This version cannot do that yet.' }),
};
