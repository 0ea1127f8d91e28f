import { closeFollowUp, confirmBreakGlass } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { liveInProduction } from './asking.ts';

const reason = 'what is live refuses every customer';

/** Somebody who may lets in what failed its gate, alone and with a reason; somebody else has to look at it afterwards. */
export async function glassBroken(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const version = await stage.hands.register(stage.servers.staging.url, model, stage.trained.worse);
  const asked = `break-glass ${model}@${version} to production because ${reason}`;
  await tale.type('grace', asked);
  await tale.check('grace may not break the glass, and is told who can', () =>
    tale.told('grace', 'You cannot break the glass here'),
  );
  await tale.type('otto', asked);
  await tale.check('otto is shown privately what that would skip', () =>
    tale.told('otto', model, 'Live now: v1', 'Not held by', 'auc not worse than live', '1 of @platform', reason),
  );
  await tale.press('otto', confirmBreakGlass);
  await liveInProduction(tale, '2');
  await tale.check('the card says who did it and why, and what failed', () =>
    tale.card('production', 'reak-glass', '@otto', reason, 'auc not worse than live'),
  );
  await tale.check(
    'everybody who would have been asked hears of it',
    () => tale.pinged('grace', 'production') && tale.pinged('alan', 'production') && tale.pinged('karen', 'production'),
  );
  await reviewedByAnother(tale);
}

async function reviewedByAnother(tale: Tale): Promise<void> {
  const { model } = tale;
  await tale.check('another person has to look at it', () =>
    tale.card('production', 'Review by another person due', '[Close review…]'),
  );
  await tale.press('otto', closeFollowUp);
  await tale.because('otto', 'it was right');
  await tale.check('otto cannot close that himself', () =>
    tale.told('otto', model, 'You acted alone here, so another person has to look at it'),
  );
  await tale.press('grace', closeFollowUp);
  await tale.because('grace', 'looked at the errors, they are gone');
  await tale.check('grace closes it with a note, which stands on the card', () =>
    tale.card('production', 'Reviewed afterwards by @grace', 'looked at the errors, they are gone'),
  );
}

/** Who may. */
export const glassLines = [
  'path: [staging, production]',
  'break-glass: [on-call]',
  'gates: [{ improves: auc }]',
] as const;
