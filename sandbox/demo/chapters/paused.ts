import type { Tale } from '../tale.ts';
import { approvedBy, askedAfterwards, askWhilePaused, liveInProduction } from './asking.ts';

/** Somebody pauses a model: what is asked for meanwhile waits, and asks for approvals afterwards. */
export async function paused(tale: Tale): Promise<void> {
  const { model } = tale;
  await tale.type('ada', `pause ${model} because of stock-taking`);
  await tale.check('ada pauses her model', () => tale.told('ada', 'Paused: ', model));
  await askWhilePaused(tale, '2', 'is paused by @ada until someone resumes', 'stock-taking');
  await tale.check('nobody was notified either', () => !tale.pinged('karen', 'production'));
  await tale.type('ada', `resume ${model}`);
  await askedAfterwards(tale);
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
}
