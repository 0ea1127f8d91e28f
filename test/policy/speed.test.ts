import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parsePolicy } from '../../src/policy/parse.ts';
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

const text = good + models;

test('300 lines are read in little more than YAML itself needs, and a known text at once', () => {
  expect(text.split('\n').length).toBeGreaterThan(300);
  const rounds = Array.from({ length: 80 }, (_, index) => `${text}# ${index}\n`);
  const pairs = rounds.map(
    (round) => [timed(() => parse(round)), timed(() => parsePolicy(round, 'policy.yaml'))] as const,
  );
  const last = rounds.at(-1) ?? '';
  const known = Math.min(...Array.from({ length: 20 }, () => timed(() => parsePolicy(last, 'policy.yaml'))));
  const best = (which: 0 | 1) => Math.min(...pairs.map((pair) => pair[which]));
  expect(best(1) / best(0)).toBeLessThan(1.3);
  expect(known).toBeLessThan(0.1);
});

function timed(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}
