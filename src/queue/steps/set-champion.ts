import { ReleaseError } from '../../errors.ts';
import type { Version } from '../../release/ids.ts';
import { liveAlias } from '../../release/targets.ts';
import { readAlias, writeAlias } from '../alias.ts';
import { backwards, servingOrder } from '../serving-order.ts';
import { done, type Step, type StepContext, type StepOutcome } from '../step.ts';

/**
 * Moves `champion`, or what the policy has in its place, the one alias that makes a version live: read directly before, read back directly after. Whether it may move
 * forwards is asked before the step begins; the way back waits here for those who use what is live.
 */
export const setChampion: Step = {
  kind: 'set-champion',
  run(context) {
    const { from, to } = context.targets.champion;
    return move(context, from, to);
  },
  async undo(context) {
    const { from, to } = context.targets.champion;
    const outcome = await move(context, to, from, () => inUse(context));
    if (outcome.kind !== 'foreign') return outcome;
    const found = outcome.found === null ? 'gone' : `v${outcome.found}`;
    return {
      kind: 'refused',
      code: 'champion_moved',
      words: `${liveAlias(context.targets)} is ${found} by somebody else; it was left alone.`,
    };
  },
};

async function move(
  context: StepContext,
  from: Version | null,
  to: Version | null,
  held: () => Promise<StepOutcome | null> = async () => null,
): Promise<StepOutcome> {
  const alias = liveAlias(context.targets);
  const live = await readAlias(context, alias);
  if (live === to) return done(true);
  if (live !== from) return { kind: 'foreign', found: live };
  return (await held()) ?? writeAlias(context, alias, to);
}

/** As a rollback does: it waits for those who use what is live, and for nobody who cannot be asked. */
async function inUse({ machinery, policy, release, targets, lease }: StepContext): Promise<StepOutcome | null> {
  if (policy.serving === null || policy.serving['onRollback'] === 'now') return null;
  try {
    const serving = machinery.serving(policy);
    if (serving === null) return null;
    const may = await serving.mayMove(servingOrder(release, targets, backwards(targets)), lease.call());
    return may.kind === 'yes' ? null : { kind: 'again', code: 'serving_busy', words: may.words };
  } catch (error) {
    if (error instanceof ReleaseError && error.code !== 'lease_lost') return null;
    throw error;
  }
}
