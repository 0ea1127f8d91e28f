import type { Step, StepOutcome } from '../step.ts';

/** Judges what was really trained: by the gates as they are now, and against what reviewers saw. Changes nothing outside. */
export const judgeTrained: Step = {
  kind: 'judge-trained',
  async run({ judge }): Promise<StepOutcome> {
    const found = await judge();
    switch (found.kind) {
      case 'judged':
      case 'foreign':
        return found;
      case 'wait':
        return { kind: 'again', code: 'trained_not_ready', words: found.note };
      case 'outside':
        return {
          kind: 'refused',
          code: 'outside_tolerance',
          words: `What was trained is not what was seen before: ${found.words.join('; ')}.`,
        };
    }
  },
};
