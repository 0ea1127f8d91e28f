import { liveAlias } from '../../release/targets.ts';
import { readAlias } from '../alias.ts';
import { done, type Step } from '../step.ts';

/** Looks once more, seconds later: another writer's request that was in flight shows itself here. */
export const confirmChampion: Step = {
  kind: 'confirm-champion',
  async run(context) {
    const found = await readAlias(context, liveAlias(context.targets));
    return found === context.targets.champion.to ? done(true) : { kind: 'foreign', found };
  },
};
