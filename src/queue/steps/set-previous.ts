import { aliasBefore } from '../../release/by-hand.ts';
import type { Version } from '../../release/ids.ts';
import { liveAlias } from '../../release/targets.ts';
import { settleAlias } from '../alias.ts';
import { done, type Step, type StepContext } from '../step.ts';

/** Points `previous` at where a rollback would go. */
export const setPrevious: Step = {
  kind: 'set-previous',
  async run(context) {
    const { from, to } = context.targets.previous;
    return from === to ? done(true) : settleAlias(context, alias(context), await stillThere(context, to));
  },
  async undo(context) {
    const { from, to } = context.targets.previous;
    return from === to ? done(true) : settleAlias(context, alias(context), await stillThere(context, from));
  },
};

function alias({ targets }: StepContext): string {
  return aliasBefore(liveAlias(targets));
}

/** What was live just now exists; an older version may have been deleted since, and that must not keep a rollback from going through. */
async function stillThere({ targets, registry, lease }: StepContext, to: Version | null): Promise<Version | null> {
  if (to === null || to === targets.champion.from) return to;
  const versions = await registry.versions(targets.name, lease.call());
  return versions.some(({ version }) => version === to) ? to : null;
}
