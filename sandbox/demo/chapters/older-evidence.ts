import { approveRelease } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { askForProduction } from './asking.ts';

/** Somebody changes the version after its card was drawn: a click on what was drawn then does not count. */
export async function olderEvidence(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await askForProduction(tale);
  await stage.hands.tag(stage.servers.staging.url, model, '2', 'approved_features', 'changed after the card was drawn');
  await tale.choose('ada', 'check-again');
  await tale.check(
    'the card shows what is there now',
    () => tale.said('production', 'Evidence', '7 of 8 gates passed') && edited(tale),
  );
  await tale.press('grace', approveRelease, { version: 0 });
  await tale.check('a click on the older card is not counted, and told what changed', () =>
    tale.told('grace', model, 'The evidence changed since that card was drawn', 'approved_features'),
  );
  await tale.check('the card still has no approval', () => tale.card('production', '0 of 2 approvals'));
  await tale.press('grace', approveRelease);
  await tale.check('a click on the new card counts', () => tale.told('grace', model, 'Your approval counts: 1 of 2'));
  await tale.choose('ada', 'withdraw');
  await tale.because('ada', 'a better one comes');
  await tale.check('ada withdraws it, and the card says why', () =>
    tale.card('production', 'Withdrawn', 'a better one comes'),
  );
  await tale.check(
    'MLflow says that v1 is still champion in production',
    async () => (await tale.champion('production')) === '1',
  );
}

/** Whether the newest card was drawn anew with other evidence since it was posted. */
function edited({ cards }: Tale): boolean {
  const drawn = cards('production').at(-1) ?? [];
  return new Set(drawn.map((one) => /evidence ([0-9a-f]{6})/.exec(one)?.[1])).size > 1;
}
