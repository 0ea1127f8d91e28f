import { approveRelease } from '../../../blocks/actions.ts';
import { until } from '../../until.ts';
import type { Tale } from '../tale.ts';

const remindMs = 1_000;

/** One of two decides: whoever is missing hears of it again, and then the request ends. */
export async function expired(tale: Tale): Promise<void> {
  const { model } = tale;
  await tale.type('ada', `promote ${model}@2 to ${trialFor(tale.slowness)} because it beats what is live`);
  await tale.check('it is asked for where requests end soon', () =>
    tale.card('production', `Review: ${model}`, '0 of 2 approvals', '[Approve]'),
  );
  const asked = Date.now();
  await tale.press('grace', approveRelease);
  await tale.check('grace approves', () => tale.told('grace', model, 'Your approval counts: 1 of 2'));
  // What a look does not find due is looked at again after two minutes, and by then this has ended.
  await until(() => Date.now() > asked + remindMs);
  await tale.choose('ada', 'check-again');
  await tale.check('who is missing is reminded, and nobody else', () =>
    tale.said('production', 'Reminder: 1 of 2 approvals', 'For @karen'),
  );
  await tale.check('she does not decide: it ends by itself, and the card says so', () =>
    tale.card('production', `Expired: ${model}`, 'Nobody completed the approvals in time'),
  );
  await tale.check('ada, who asked, hears it', () => tale.pinged('ada', 'production'));
}

/** Reminds after a second, and ends soon. */
export function expiredLines(slowness: number): readonly string[] {
  return [`path: [staging, ${trialFor(slowness)}]`, `remind: [${remindMs / 1_000}s]`, 'gates: [{ improves: auc }]'];
}

function trialFor(slowness: number): string {
  return slowness === 1 ? 'trial' : 'slow-trial';
}
