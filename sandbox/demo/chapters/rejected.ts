import { rejectRelease } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { askForProduction } from './asking.ts';

/** A reviewer says no, and why. */
export async function rejected(tale: Tale): Promise<void> {
  await askForProduction(tale);
  await tale.press('grace', rejectRelease);
  await tale.because('grace', 'recall fell for customers of high value');
  await tale.check('a reviewer rejects with a reason', () =>
    tale.card('production', 'Rejected', 'recall fell for customers of high value'),
  );
  await tale.check('ada hears it', () => tale.pinged('ada', 'production'));
  await tale.check(
    'MLflow says that v1 is still champion in production',
    async () => (await tale.champion('production')) === '1',
  );
}
