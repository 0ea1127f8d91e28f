import { expect, onTestFinished, test } from 'vitest';
import { insist } from '../../../sandbox/demo/insisting.ts';
import { idOf, startCompany } from '../../../sandbox/demo/people.ts';
import { whisper } from '../../../sandbox/slack/messages.ts';
import type { Acted } from '../../../sandbox/slack/people/acted.ts';

const patience = { most: 4, lookMs: 120, afterErrorMs: 60 };

/** What becomes of one try: how Slack says that it ended, and what the app answers in private. */
type Try = readonly [Acted['outcome'], answer: string | null];

const counted = 'churn-1 v2: Your approval counts: 1 of 2.';
const later = 'I could not find out who you are, so nothing was counted. Try again in a minute.';

async function tries(all: readonly Try[]): Promise<number> {
  const slack = await startCompany({ requestUrl: 'http://127.0.0.1:1/slack/events' });
  onTestFinished(() => slack.close());
  let made = 0;
  const act = async (): Promise<Acted> => {
    const [outcome, answer] = all[made] ?? ['dropped', null];
    made += 1;
    if (answer !== null) whisper(slack.world, { channel: 'C0PROD', to: idOf('grace'), content: { text: answer } });
    return { outcome, ms: 0, status: 0 };
  };
  await insist(slack.world, { who: 'grace', model: 'churn-1', what: 'Approve', by: 'words', act }, patience);
  return made;
}

test.each<readonly [string, number, readonly Try[]]>([
  ['nothing is done twice that was answered', 1, [['acked', counted]]],
  ['an error of Slack is believed only until the app has answered', 1, [['ack-lost', counted]]],
  [
    'what never arrived is done again',
    3,
    [
      ['dropped', null],
      ['unreachable', null],
      ['acked', counted],
    ],
  ],
  [
    'where no answer came, too',
    2,
    [
      ['acked', null],
      ['acked', counted],
    ],
  ],
  [
    'where the app asks for it, too',
    2,
    [
      ['acked', later],
      ['acked', counted],
    ],
  ],
  [
    'what is said about another model is no answer',
    2,
    [
      ['dropped', 'churn-2 v2: counts'],
      ['acked', counted],
    ],
  ],
])('%s', async (_, times, all) => {
  expect(await tries(all)).toBe(times);
});

test('there is an end to it', async () => {
  await expect(tries([])).rejects.toThrow('Approve: nothing came of it, 4 times');
});
