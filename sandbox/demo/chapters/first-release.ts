import { approveRelease, requestNext } from '../../../blocks/actions.ts';
import { idOf } from '../people.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';

/** A candidate goes all the way: staging by itself, production by two people, and nobody else's click counts. */
export async function firstRelease(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await stage.hands.alias(stage.servers.staging.url, model, 'candidate', '2');
  await tale.check('a webhook opens a request in staging, which needs no approval', () =>
    tale.card('staging', `${model} v2`, 'Opened by registry staging'),
  );
  await tale.check('MLflow says that v2 is champion in staging, v1 previous', async () => {
    const { aliases } = await tale.look('staging');
    return aliases['champion'] === '2' && aliases['previous'] === '1';
  });
  await tale.check('it is verified and can be asked for in production', () =>
    tale.card('staging', `Verified: ${model} v2`, '[Request production]'),
  );
  await tale.press('ada', requestNext);
  await tale.check('the production card shows evidence and what is needed', () =>
    tale.card(
      'production',
      'Review: ',
      'Live now: v1',
      'auc',
      '7 passed',
      'documented: description warns until',
      '0 of 2 approvals',
    ),
  );
  await tale.check(
    'the reviewers and the platform are notified',
    () => tale.pinged('grace', 'production') && tale.pinged('alan', 'production') && tale.pinged('karen', 'production'),
  );
  await refusals(tale);
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
  await tale.check('the version itself says who let it in', async () => {
    const tags = (await tale.look('production')).versions['2']?.tags ?? {};
    const people = [idOf('grace'), idOf('karen')];
    return (
      tags['signalbox.release']?.startsWith('r-') && people.every((id) => tags['signalbox.approved-by']?.includes(id))
    );
  });
  await tale.check('the card says that it is verified, and who approved', () =>
    tale.card('production', `Verified: ${model} v2`, 'Approved by @grace, @karen'),
  );
  await tale.check('ada hears of it', () => tale.pinged('ada', 'production'));
}

const no = [
  ['ada', 'asked for it herself', 'You asked for this release, so someone else has to approve it'],
  ['olga', 'is in no group', 'Your approval does not count here. Can approve: @reviewers or @platform'],
  ['gus', 'is a guest', 'Guests cannot decide about releases'],
] as const;

async function refusals(tale: Tale): Promise<void> {
  for (const [who, why, words] of no) {
    await tale.press(who, approveRelease);
    await tale.check(`${who}, who ${why}, is refused: “${words}”`, () => tale.told(who, tale.model, words));
  }
  await tale.check('nothing was counted, nothing has moved', async () => {
    const same = (await tale.champion('production')) === '1';
    return same && tale.card('production', '0 of 2 approvals');
  });
}
