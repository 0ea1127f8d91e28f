import { confirmRollback } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import {
  approvedBy,
  askAfterRollback,
  askedAfterwards,
  askForProduction,
  laterInStaging,
  liveInProduction,
} from './asking.ts';

/** What is live misbehaves: on-call puts the last good one back alone; promotions wait until somebody resumes. */
export async function rolledBack(tale: Tale): Promise<void> {
  const { model } = tale;
  await askForProduction(tale);
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
  await tale.check('v2 is verified', () => tale.card('production', `Verified: ${model} v2`));
  await tale.type('otto', `rollback ${model} in production because errors doubled`);
  await tale.check('on-call is shown privately what a rollback would do', () => tale.told('otto', model, 'v2 → v1'));
  await tale.press('otto', confirmRollback);
  await liveInProduction(tale, '1');
  await tale.check('the channel says who rolled back and why', () =>
    tale.said('production', 'Rolled back', 'errors doubled'),
  );
  await tale.type('ada', `status ${model}`);
  await tale.check('promotions are paused', () => tale.told('ada', model, 'Paused', 'errors doubled'));
  await askAfterRollback(tale, await laterInStaging(tale), 'errors doubled');
  await tale.type('ada', `resume ${model} because the cause was found`);
  await tale.check('ada, who owns it, resumes', () => tale.told('ada', 'Resumed: ', model));
  await askedAfterwards(tale);
  await approvedBy(tale, 'alan', 'karen');
  await liveInProduction(tale, '3');
}
