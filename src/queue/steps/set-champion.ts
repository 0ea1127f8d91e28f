import type { Version } from '../../release/ids.ts';
import { readAlias, writeAlias } from '../alias.ts';
import { done, type Step, type StepContext, type StepOutcome } from '../step.ts';

/** Moves `champion`, the one alias that makes a version live: read directly before, read back directly after. */
export const setChampion: Step = {
  kind: 'set-champion',
  run(context) {
    const { from, to } = context.targets.champion;
    return move(context, from, to);
  },
  async undo(context) {
    const { from, to } = context.targets.champion;
    const outcome = await move(context, to, from);
    if (outcome.kind !== 'foreign') return outcome;
    const found = outcome.found === null ? 'gone' : `v${outcome.found}`;
    return {
      kind: 'refused',
      code: 'champion_moved',
      words: `champion is ${found} by somebody else; it was left alone.`,
    };
  },
};

async function move(context: StepContext, from: Version | null, to: Version | null): Promise<StepOutcome> {
  const live = await readAlias(context, 'champion');
  if (live === to) return done(true);
  return live === from ? writeAlias(context, 'champion', to) : { kind: 'foreign', found: live };
}
