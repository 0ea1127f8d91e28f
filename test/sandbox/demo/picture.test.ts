import { expect, onTestFinished, test } from 'vitest';
import { startCompany } from '../../../sandbox/demo/people.ts';
import { picture } from '../../../sandbox/demo/picture.ts';

test('a card as a person reads it: names instead of ids, buttons in brackets, menus with their entries', async () => {
  const slack = await startCompany({ requestUrl: 'http://127.0.0.1:1/slack/events' });
  onTestFinished(() => slack.close());
  const plain = (text: string) => ({ type: 'plain_text', text });
  const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
  const drawn = picture(
    slack.world,
    JSON.parse(
      JSON.stringify({
        blocks: [
          { type: 'header', text: plain('Review: churn v2 → production') },
          {
            type: 'rich_text',
            elements: [
              section({ type: 'text', text: 'Asked by ' }, { type: 'user', user_id: 'U0ADA' }),
              { type: 'rich_text_quote', elements: [{ type: 'text', text: 'it is better' }] },
            ],
          },
          { type: 'section', text: { type: 'mrkdwn', text: '<@U0GRACE> &amp; <https://x.example|the run>' } },
          {
            type: 'actions',
            elements: [
              { type: 'button', text: plain('Approve') },
              { type: 'overflow', options: [{ text: plain('Withdraw…'), value: 'w' }] },
            ],
          },
        ],
      }),
    ),
  );
  expect(drawn.split('\n')).toEqual([
    '▌Review: churn v2 → production',
    'Asked by @ada',
    '│ it is better',
    '@grace & the run',
    '[Approve] [… Withdraw…]',
  ]);
});
