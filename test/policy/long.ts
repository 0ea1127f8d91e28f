import { good } from './good.ts';

const models = Array.from(
  { length: 28 },
  (_, index) => `  model-${index}:
    owner: "@growth-ml"
    pattern: deploy-model
    path: [staging, production]
    opens: candidate
    gates:
      - { metric: auc, min: 0.${50 + index} }
      - { metric: recall, min: 0.70, dataset: holdout }
      - { improves: auc, by: 0.005 }
`,
).join('');

/** A right policy of more than 300 lines. */
export const longPolicy = good + models;
