import { describe, expect, test } from 'vitest';
import { approveRelease, rejectRelease, requestNext } from '../../blocks/actions.ts';
import type { FaultInput } from '../../sandbox/slack/faults.ts';
import { type Stage, stage } from '../features/support.ts';
import { until } from '../support/until.ts';

async function inReview(): Promise<Stage> {
  const on = await stage();
  await on.type('pat', `promote churn@${on.version(0.91)} to staging`);
  await on.settle(31 * 60_000);
  await on.press('pat', requestNext);
  return on;
}

const counts = (on: Stage) => on.told('kim').filter((one) => one.includes('Your approval counts')).length;

describe('an answer that Slack does not take is given again', () => {
  test.each<readonly [string, FaultInput, number]>([
    ['not taken', { kind: 'error', on: 'response_url', times: 1 }, 1],
    ['told to come later', { kind: 'rate-limited', on: 'response_url', retryAfter: 1, times: 1 }, 1],
    ['of which nobody knows: twice is better than never', { kind: 'answer-lost', on: 'response_url', times: 1 }, 2],
  ])('%s', async (_, fault, times) => {
    const on = await inReview();
    on.slack.faults.add(fault);
    await on.press('kim', approveRelease);
    await until(() => counts(on) === times);
    const given = on.slack
      .traffic()
      .filter(({ name, fault: struck }) => name === 'response_url' && struck !== undefined);
    expect(given).toHaveLength(1);
  });

  test('of a form, which has no address for answers', async () => {
    const on = await inReview();
    await on.press('kim', rejectRelease);
    on.slack.faults.add({ kind: 'error', on: 'chat.postEphemeral', times: 1 });
    await on.submit('kim', 'recall fell');
    await until(() => on.told('kim').some((one) => one.includes('ejected')));
  });
});

test('a window of which nobody knows whether it opened is not said to be closed', async () => {
  const on = await inReview();
  on.slack.faults.add({ kind: 'answer-lost', on: 'views.open', times: 1 });
  await on.press('kim', rejectRelease);
  expect(on.slack.as('kim').seen().modals).toHaveLength(1);
  expect(on.seen('kim')).toContain('If you do not see it, press once more.');
});

test('a press that Slack delivers three times opens one window, and nobody is told that it did not', async () => {
  const on = await inReview();
  on.slack.faults.add({ kind: 'repeat', on: 'block_actions *', copies: 2 });
  await on.press('kim', rejectRelease);
  expect(on.slack.traffic().filter(({ name }) => name === 'views.open')).toHaveLength(3);
  expect(on.slack.as('kim').seen().modals).toHaveLength(1);
  expect(on.seen('kim')).not.toContain('once more');
});
