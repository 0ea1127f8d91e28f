import type { Serving } from '../../ports-serving.ts';

/** Nobody has to be told: whatever loads the model follows the alias by itself. */
export function noServing(): Serving {
  return {
    kind: 'none',
    mayMove: async () => ({ kind: 'yes' }),
    move: async () => {},
    state: async ({ version }) => ({ kind: 'serving', version }),
    scoredWith: async () => [],
  };
}
