import { z } from 'zod';
import { matchesAny } from '../release/pattern.ts';
import { names } from './fields.ts';
import type { Gate } from './gate.ts';
import { quoted } from './quoted.ts';
import { few } from './together.ts';

/** `{ from-experiment: "growth/churn-*" }`, or a list. */
export const FromExperiment = z.strictObject({
  'from-experiment': names('the name of an experiment', 'growth/churn'),
});
export type FromExperiment = z.output<typeof FromExperiment>;

/** Passes when the version's run belongs to one of these experiments. */
export function fromExperiment({ 'from-experiment': written }: FromExperiment): Gate {
  const patterns = [written].flat();
  const wanted = few(patterns.map(quoted));
  return {
    kind: 'from-experiment',
    label: `from ${few(patterns, 1)}`,
    about: null,
    needs: [{ kind: 'experiment' }],
    check({ candidate: { run } }) {
      if (run === null)
        return { status: 'missing', reason: 'The version has no run.', cure: 'Register it from its run.' };
      const { experiment } = run;
      if (!experiment)
        return {
          status: 'cannot-tell',
          reason: 'The registry does not name the run’s experiment.',
          cure: 'Let Signalbox read experiments there, then check again.',
        };
      const passed = matchesAny(patterns, experiment);
      return {
        status: passed ? 'pass' : 'fail',
        reason: `From experiment ${quoted(experiment)}, needs ${wanted}.`,
        cure: passed ? null : 'Train it in that experiment, and register it from there.',
      };
    },
  };
}
