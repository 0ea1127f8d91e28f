import { expect, test } from 'vitest';
import { acceptVerdicts, approveRelease, closeFollowUp, confirmBreakGlass } from '../../blocks/actions.ts';
import { releaseService } from '../../src/release-service.ts';
import { liveVersion, production, registered } from './gated.ts';
import type { Stage } from './support.ts';

/** Hands the newest delivery of a kind to the service once more, as after an answer that got lost. */
async function again(on: Stage, kind: string): Promise<string> {
  const handled = on.handled.findLast((one) => one.request.kind === kind);
  if (handled === undefined) throw new Error(`nobody asked for ${kind}`);
  const { outcome } = await releaseService(on.core).handle(handled);
  return outcome.kind === 'answer' ? outcome.answer.kind : outcome.refusal.kind;
}

test('taking back twice is answered the same and written once', async () => {
  const on = await production();
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  await on.press('kim', approveRelease);
  await on.choose('kim', 'take-back');
  expect(await again(on, 'take-back')).toBe('approval-taken-back');
});

test('so is accepting', async () => {
  const on = await production({ gates: ['{ improves: auc }'] });
  await liveVersion(on, 0.9, 'march');
  await on.type('pat', `promote churn@${registered(on, 0.95, 'april')} to production`);
  await on.press('plat', acceptVerdicts);
  await on.submit('plat', 'the data is new');
  expect(await again(on, 'accept-verdicts')).toBe('verdicts-accepted');
});

test('so is breaking the glass, and closing the review of it', async () => {
  const on = await production({ here: ['break-glass: [U0OTTO]'] });
  await on.type('otto', `break-glass churn@${registered(on, 0.5)} to production because nothing works`);
  await on.press('otto', confirmBreakGlass);
  await on.settle(31 * 60_000);
  expect(await again(on, 'break-glass')).toBe('opened');
  await on.press('kim', closeFollowUp);
  await on.submit('kim', 'all is well');
  expect(await again(on, 'close-follow-up')).toBe('follow-up-closed');
});
