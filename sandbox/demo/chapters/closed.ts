import { confirmBreakGlass, confirmRollback } from '../../../blocks/actions.ts';
import { closedUntil } from '../closed-until.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, askedAfterwards, askWhilePaused, liveInProduction } from './asking.ts';

const why = 'stock-taking';
const hourMs = 3_600_000;
const soonMs = 12_000;

/** The calendar is closed: an emergency and a rollback pass, what is asked for waits, and is asked for when the calendar opens. */
export async function closed(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await tale.type('otto', `break-glass ${model}@2 to production because the numbers of v1 are all zero`);
  await tale.press('otto', confirmBreakGlass);
  await liveInProduction(tale, '2');
  await tale.check('the card of the emergency says that it is live', () =>
    ['Live, watching', 'Verified after break-glass'].some((word) => tale.card('production', `${word}: ${model}`)),
  );
  await tale.type('otto', `rollback ${model} in production because v2 is no better`);
  await tale.press('otto', confirmRollback);
  await tale.check(
    'while the calendar is closed, an emergency passes, and so does its rollback: v1 is champion again',
    async () =>
      (await tale.champion('production')) === '1' &&
      tale.card('production', 'Promotions are paused', 'v2 is no better'),
  );
  await tale.type('ada', `resume ${model} because the cause was found`);
  await tale.check('ada resumes promotions', () => tale.told('ada', 'Resumed: ', model));
  const { rule, opensAt } = closedUntil(Date.now(), soonMs * tale.slowness);
  await stage.system.setModels([{ name: model, lines: closedLines(rule) }]);
  await askWhilePaused(tale, '3', 'is paused until', why);
  await askedAfterwards(tale, opensAt - Date.now());
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '3');
}

/** Closed from an hour ago to an hour from now, or as the rule says. */
export function closedLines(rule = closedUntil(Date.now(), hourMs).rule): readonly string[] {
  return [
    'path: [staging, production]',
    `calendar: [{ closed: "${rule}", zone: UTC, why: "${why}" }]`,
    'break-glass: [on-call]',
    'gates: [{ improves: auc }]',
  ];
}
