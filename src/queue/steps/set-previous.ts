import { settleAlias } from '../alias.ts';
import { done, type Step } from '../step.ts';

/** Points `previous` at where a rollback would go. */
export const setPrevious: Step = {
  kind: 'set-previous',
  async run(context) {
    const { from, to } = context.targets.previous;
    return from === to ? done(true) : settleAlias(context, 'previous', to);
  },
  async undo(context) {
    const { from, to } = context.targets.previous;
    return from === to ? done(true) : settleAlias(context, 'previous', from);
  },
};
