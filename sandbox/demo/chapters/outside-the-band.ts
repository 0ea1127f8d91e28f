import { join } from 'node:path';
import { learnedThieves, writeTransactions } from '../fraud/data.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';
import { askToTrain } from './asking-to-train.ts';
import { trainingsOf } from './trained-there.ts';

/** Production's data is not what staging's was: what was trained goes back to people, with both numbers, and is not trained again. */
export async function outsideTheBand(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await writeTransactions(join(stage.ground, 'data/production', `${model}.csv`), learnedThieves);
  await askToTrain(tale);
  await approvedBy(tale, 'grace', 'karen');
  await tale.check('what was trained is not what was reviewed: it goes back to people, with both numbers', () =>
    tale.card('production', `Review: ${model}`, '0.9478', '0.837', '0 of 2 approvals', '[Approve]'),
  );
  await tale.check('those who had approved are told why that no longer counts', () =>
    tale.said('production', 'What was trained is not what was reviewed'),
  );
  await tale.check('nothing has moved', async () => (await tale.champion('production')) === '1');
  await approvedBy(tale, 'alan', 'karen');
  await liveInProduction(tale, '2');
  await tale.check('it was trained once', async () => (await trainingsOf(tale, 'production')).length === 1);
}
