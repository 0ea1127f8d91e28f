import { ended, startOnce } from '../started-work.ts';
import type { Step } from '../step.ts';
import { trainingOf } from '../training.ts';

/** Starts the training of the approved commit, once for an attempt, or finds it started. Undone, it is ended. */
export const startTraining: Step = {
  kind: 'start-training',
  async run(context) {
    const training = trainingOf(context.machinery, context.policy, context.release);
    return 'kind' in training ? training : startOnce(training, context);
  },
  async undo(context) {
    const training = trainingOf(context.machinery, context.policy, context.release);
    return 'kind' in training ? training : ended(training, context);
  },
};
