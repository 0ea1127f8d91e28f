import { approveRelease } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { askForProduction, liveInProduction } from './asking.ts';

/** Two approvals arrive together: both count, and it is carried out once. */
export async function atOneInstant(tale: Tale): Promise<void> {
  await askForProduction(tale);
  await Promise.all([tale.press('alan', approveRelease), tale.press('karen', approveRelease)]);
  await tale.check(
    'two approvals at one instant both count',
    () =>
      tale.told('alan', tale.model, 'Your approval counts') && tale.told('karen', tale.model, 'Your approval counts'),
  );
  await liveInProduction(tale, '2');
  await tale.check(
    'it was copied once',
    async () => Object.keys((await tale.look('production')).versions).length === 2,
  );
  await tale.check('there is one card', () => tale.card('production', `${tale.model} v2`, 'Approved by'));
}
