import { resumeScope } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, askedAfterwards, askForProduction, liveInProduction } from './asking.ts';

/** Somebody moves `champion` in the registry between two approvals. */
export async function movedByHand(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await askForProduction(tale);
  await approvedBy(tale, 'grace');
  await stage.hands.register(stage.servers.production.url, model, stage.trained.before, 'champion');
  await tale.check('the move is announced in the channel of its environment', () =>
    tale.said('production', 'Moved from outside', 'v1 → v2', 'I changed nothing'),
  );
  await tale.check(
    'the approval no longer counts, and the thread says why',
    () => tale.said('production', 'No longer counted: @grace') && tale.card('production', '0 of 2 approvals'),
  );
  await tale.check(
    'it waits for somebody to resume, and asks nobody meanwhile',
    () => tale.card('production', 'Waiting: ') && !tale.card('production', '[Approve]'),
  );
  await tale.type('olga', `status ${model}`);
  await tale.check('status says that it is paused', () => tale.told('olga', model, 'Paused'));
  await tale.check(
    'MLflow says that the version set by hand is still champion',
    async () => (await tale.champion('production')) === '2',
  );
  await tale.press('karen', resumeScope);
  await tale.because('karen', 'it was me, by mistake');
  await tale.check('karen resumes by the button, and the announcement says so', () =>
    tale.said('production', 'Moved from outside', 'Resumed by @karen', 'it was me, by mistake'),
  );
  await askedAfterwards(tale);
  await approvedBy(tale, 'alan', 'karen');
  await liveInProduction(tale, '3');
}
