import { acceptVerdicts } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';

const reason = 'the data of April is what we serve from now on';

/** It was measured on other data than what is live: whoever is required to approve may accept that, with a reason. */
export async function accepted(tale: Tale): Promise<void> {
  const { model } = tale;
  await tale.type('ada', `promote ${model}@3 to production because ${reason}`);
  await tale.check('measured on other data, it is not comparable, and blocked', () =>
    tale.card('production', `Blocked: ${model}`, 'not comparable', '[Accept…]'),
  );
  await tale.press('grace', acceptVerdicts);
  await tale.because('grace', 'looks fine to me');
  await tale.check('grace may not accept it, and is told who can', () =>
    tale.told('grace', model, 'Can accept: @platform'),
  );
  await tale.press('karen', acceptVerdicts);
  await tale.because('karen', reason);
  await tale.check('karen, who has to approve, accepts it with a reason', () =>
    tale.told('karen', model, 'Nothing keeps it from review any more'),
  );
  await tale.check('her name and her reason stand on the card that reviewers see', () =>
    tale.card('production', `Review: ${model}`, 'not comparable', 'Accepted by @karen', reason, '[Approve]'),
  );
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
}
