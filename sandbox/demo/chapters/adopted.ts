import { adoptLive, confirmRollback, putLiveBack } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, askForProduction } from './asking.ts';

const why = 'a hotfix in the night, v1 refused every customer';

/** Somebody makes a version live by hand: it is live and not reviewed, until the same people have looked at it by the same gates. */
export async function adopted(tale: Tale): Promise<void> {
  const { model } = tale;
  await liveByHand(tale);
  await tale.press('ada', adoptLive);
  await tale.because('ada', why);
  await tale.check(
    'ada asks for it to be adopted: a card like any other, with its gates and places for approvals',
    () => tale.card('production', 'doption', model, why, '0 of 2 approvals', '[Approve]'),
  );
  await approvedBy(tale, 'grace', 'karen');
  await tale.check('it is adopted, and the version in MLflow says who let it in', async () => {
    const { aliases, versions } = await tale.look('production');
    return aliases['champion'] === '2' && versions['2']?.tags['signalbox.approved-by'];
  });
  await tale.check(
    'the card says so, and nothing is left to do about the move',
    () => tale.card('production', 'Adopted: ', model) && !tale.said('production', 'Moved from outside', '[Adopt…]'),
  );
}

/** The other answer to the same: what was live before is put back. */
export async function putBack(tale: Tale): Promise<void> {
  await liveByHand(tale);
  await tale.press('otto', putLiveBack);
  await tale.check('otto is shown what that does', () => tale.told('otto', tale.model, 'v2 → v1?'));
  await tale.press('otto', confirmRollback);
  await tale.check('MLflow says that v1 is champion again', async () => (await tale.champion('production')) === '1');
  await tale.check('the channel says who put it back', () => tale.said('production', 'v2 → v1', '@otto'));
}

async function liveByHand(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const { url } = stage.servers.production;
  await askForProduction(tale);
  await tale.choose('ada', 'withdraw');
  await tale.because('ada', 'it has to go live at once');
  await stage.hands.register(url, model, await stage.hands.train(url, 'better'), 'champion');
  await tale.check('what somebody made live by hand is announced as live, not reviewed', () =>
    tale.said('production', 'Moved from outside', 'v1 → v2', 'v2 is live, not reviewed', '[Put v1 back…]'),
  );
}
