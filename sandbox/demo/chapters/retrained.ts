import { confirmRetrain } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';
import { askToTrain } from './asking-to-train.ts';
import { trainingsOf } from './trained-there.ts';

/** The way back by training the old commit once more: with approvals, and what is live stays so until the new version has passed. */
export async function retrained(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await askToTrain(tale);
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
  await tale.check('v2 is verified', () => tale.card('production', `Verified: ${model}`));
  await tale.type('otto', `rollback ${model} in production because thieves have changed their ways`);
  await tale.press('otto', confirmRetrain);
  await tale.check('on-call alone may not: a reviewer is asked', () =>
    tale.card('production', model, 'thieves have changed', '0 of 1 approval', '[Approve]'),
  );
  await approvedBy(tale, 'grace');
  await liveInProduction(tale, '3');
  await tale.check('v3 is the old commit, trained today', async () => {
    const commits = (await trainingsOf(tale, 'production')).map(({ tags }) => tags['mlflow.source.git.commit']);
    const { first, better } = stage.repository.commits;
    return commits.join() === [better.id, first.id].join();
  });
}
