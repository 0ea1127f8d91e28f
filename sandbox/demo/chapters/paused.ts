import type { Tale } from '../tale.ts';
import { approvedBy, askForProduction, liveInProduction } from './asking.ts';

/** Somebody pauses a model: what is approved waits, and goes on by itself afterwards. */
export async function paused(tale: Tale): Promise<void> {
  const { model } = tale;
  await tale.type('ada', `pause ${model} because of stock-taking`);
  await tale.check('ada pauses her model', () => tale.told('ada', 'Paused: ', model));
  await askForProduction(tale);
  await tale.check('the card says so before anybody approves', () =>
    tale.card('production', 'Paused by @ada until someone resumes', 'stock-taking'),
  );
  await approvedBy(tale, 'grace', 'karen');
  await tale.check('approved, it waits', () => tale.card('production', 'Waiting: '));
  await tale.check(
    'MLflow says that v1 is still champion in production',
    async () => (await tale.champion('production')) === '1',
  );
  await tale.type('ada', `resume ${model}`);
  await liveInProduction(tale, '2');
}
