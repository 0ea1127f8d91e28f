import { code, date, line } from '../src/release/view-words.ts';
import type { RefusalWords } from './refusal-words.ts';

const over = { open: 'is open', resolved: 'is resolved', dismissed: 'was found to be no problem', ended: 'is over' };

/** Why something cannot be done about an incident. */
export const incidentRefusals: RefusalWords<
  'unknown-incident' | 'incident-over' | 'no-countdown' | 'return-begun' | 'snooze-bounds'
> = {
  'unknown-incident': () => line('I know no such incident. Look at the newest thread in the channel.'),
  'incident-over': ({ phase, at }) =>
    line(`This incident ${over[phase]} since `, date(at), ': there is nothing to do.'),
  'no-countdown': () => line('Nothing is about to go back by itself.'),
  'return-begun': ({ release }) =>
    line(
      'Too late to cancel: the rollback ',
      code(release, 40),
      ' has begun. Its card says what can still be stopped.',
    ),
  'snooze-bounds': () => line('Snooze for a quarter of an hour at least, and a day at most.'),
};
