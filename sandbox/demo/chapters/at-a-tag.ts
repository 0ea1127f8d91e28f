import { confirmRollback } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';
import { askToTrain } from './asking-to-train.ts';
import { trainingsOf } from './trained-there.ts';

const why = 'it lets through what v1 stopped';

/** A commit is asked for by its tag; from then on it can be traced both ways, put back at once, and taken again without training. */
export async function atATag(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const { id, tag } = stage.repository.commits.better;
  await askToTrain(tale, tag);
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
  await tale.check('it is verified', () => tale.card('production', `Verified: ${model}`));
  await traced(tale, id.slice(0, 7));
  await backAtOnce(tale);
  await takenAgain(tale);
}

/** From what is live to its commit, and from the commit to what came of it everywhere. */
async function traced(tale: Tale, commit: string): Promise<void> {
  const { stage, model } = tale;
  await tale.type('olga', `trace ${model} in production`);
  await tale.check('trace: from what is live to run, commit, data and approvers', () =>
    tale.told('olga', 'Trace of', model, commit, 'transactions-production', '@grace', '@karen'),
  );
  await tale.type('olga', `trace ${model} at ${stage.repository.commits.better.tag}`);
  await tale.check('trace: from the commit to what was trained of it, in every environment', () =>
    tale.told('olga', 'Trace of', model, 'at commit', 'staging: v2', 'production: v2'),
  );
}

async function backAtOnce(tale: Tale): Promise<void> {
  const { model } = tale;
  await tale.type('otto', `rollback ${model} in production rehearse`);
  await tale.check(
    'otto rehearses the way back: all is asked for, nothing moves, and the map remembers it',
    async () => tale.told('otto', model, 'Rehearsed: ready') && (await tale.champion('production')) === '2',
  );
  await tale.type('otto', `status ${model}`);
  await tale.check('status: where it is live, since when, and that the way back was rehearsed', () =>
    tale.told('otto', model, 'production', 'v2', 'ehearse'),
  );
  await tale.type('otto', `rollback ${model} in production because ${why}`);
  await tale.check('otto is shown where that goes, and that its commit could be trained once more', () =>
    tale.told('otto', model, 'v2 → v1', '[Retrain at its commit…]'),
  );
  await tale.press('otto', confirmRollback);
  await liveInProduction(tale, '1');
  await tale.check('the card says that promotions are paused now', () =>
    tale.card('production', 'Rolled back: ', 'Promotions are paused'),
  );
  await tale.check('the way back trained nothing', async () => (await trainingsOf(tale, 'production')).length === 1);
}

async function takenAgain(tale: Tale): Promise<void> {
  const { model } = tale;
  await tale.type('ada', `resume ${model} because it was the rule behind the model`);
  await tale.check('ada resumes promotions', () => tale.told('ada', 'Resumed: ', model));
  await tale.type('ada', `promote ${model} reuse v2 to production because the rule is mended`);
  await tale.check('what was trained before is asked for again: its card remembers the rollback', () =>
    tale.card('production', `Review: ${model}`, why, '0 of 2 approvals', '[Approve]'),
  );
  await approvedBy(tale, 'alan', 'karen');
  await liveInProduction(tale, '2');
  await tale.check('nothing was trained for it', async () => (await trainingsOf(tale, 'production')).length === 1);
}
