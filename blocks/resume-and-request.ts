import type { Button, KnownBlock } from '@slack/types';
import type { Refusal } from '../src/release/outcome.ts';
import { requestAndWait, resumeAndRequest } from './actions.ts';
import { limits } from './limits.ts';
import { plainText } from './message.ts';

type Paused = Extract<Refusal, { kind: 'paused-after-rollback' }>;

/** Both at once, or the request alone, which waits; none where the request is too long to carry. */
export function resumeButtons({ model, environment, again }: Paused): KnownBlock[] {
  const asked = { model, environment, ...again };
  const [both, wait] = [resumeAndRequest.encode(asked), requestAndWait.encode(asked)];
  if (both === null || wait === null) return [];
  const elements: Button[] = [
    {
      type: 'button',
      action_id: resumeAndRequest.id,
      style: 'primary',
      value: both,
      text: plainText('Resume and request', limits.button.text),
      confirm: {
        title: plainText('Resume and request?', limits.confirm.title),
        text: plainText(
          'Promotions here go on for everybody, and what waited goes on by itself. Your request is opened, too.',
          limits.confirm.text,
        ),
        confirm: plainText('Resume and request', limits.confirm.button),
        deny: plainText('Not now', limits.confirm.button),
      },
    },
    {
      type: 'button',
      action_id: requestAndWait.id,
      value: wait,
      text: plainText('Request, and wait', limits.button.text),
    },
  ];
  return [{ type: 'actions', elements }];
}
