import { ended, startOnce } from '../started-work.ts';
import { done, type Step } from '../step.ts';
import { isAsked, validationOf } from '../validation.ts';

/** Starts the validation of the version, once for an attempt, or finds it started. Undone, it is ended. */
export const startValidation: Step = {
  kind: 'start-validation',
  async run(context) {
    const validation = validationOf(context.machinery, context.policy, context.release);
    if (validation === null) return done(true);
    return 'kind' in validation ? validation : startOnce(validation, context);
  },
  async undo(context) {
    const validation = validationOf(context.machinery, context.policy, context.release);
    // What could not be started, and what is only asked, needs no ending.
    if (validation === null || 'kind' in validation || isAsked(validation.trainer)) return done(true);
    return ended(validation, context);
  },
};
