import { count } from '../src/release/view-numbers.ts';
import { anyOf, date, few, line, outside } from '../src/release/view-words.ts';
import type { RefusalWords } from './refusal-words.ts';

type Reviewing =
  | 'lane-paused'
  | 'paused-after-rollback'
  | 'checklist-missing'
  | 'not-approved-by-you'
  | 'not-enforced'
  | 'nothing-to-accept'
  | 'not-required-group'
  | 'not-break-glass'
  | 'no-follow-up'
  | 'own-follow-up';

const modes = {
  observe: 'This model is only observed: Signalbox keeps a record and moves nothing.',
  advise: 'This model is only advised on: Signalbox judges and moves nothing.',
} as const;

/** No, because the policy asks for more, or for somebody else. */
export const reviewingRefusals: RefusalWords<Reviewing> = {
  'lane-paused': ({ words: why, until }) =>
    line(
      'Paused: ',
      outside(why, 240),
      until === null ? '. It goes on when someone resumes.' : line(', until ', date(until), '.'),
    ),
  'paused-after-rollback': ({ model, environment, why, since }) =>
    line(
      'Promotions of ',
      outside(model, 60),
      ' in ',
      outside(environment, 40),
      ' are paused since a rollback, ',
      date(since),
      ': ',
      outside(why, 240),
      '. Nothing was opened. Resume first, or do both at once.',
    ),
  'checklist-missing': ({ missing }) =>
    line(
      `Your approval was not counted: ${count(missing.length, 'box is', 'boxes are')} not ticked. `,
      few(
        missing.map((box) => line('“', outside(box, 75), '”')),
        8,
      ),
      '. Press Approve… again and tick them, or reject with a reason.',
    ),
  'not-approved-by-you': () =>
    line('You have not approved this, so there is nothing to take back. Whoever approved it can.'),
  'not-enforced': ({ mode }) =>
    line(modes[mode], ' Set “mode: enforce” for it in the policy file to release it from here.'),
  'nothing-to-accept': ({ blocking }) =>
    line(
      'There is nothing to accept here. ',
      blocking.length === 0
        ? 'No gate keeps it back.'
        : line(
            'What failed or is missing cannot be accepted: ',
            few(
              blocking.map((gate) => [outside(gate, 60)]),
              6,
            ),
            '. Register a better version, or complete what is missing.',
          ),
    ),
  'not-required-group': ({ canAccept }) =>
    line(
      'Accepting what could not be told is for those whose approval is required. ',
      canAccept.length === 0
        ? 'No rule here is marked “required: true”, so nobody can; register a version that can be compared.'
        : line('Can accept: ', anyOf(canAccept), '.'),
    ),
  'not-break-glass': ({ who }) =>
    line(
      'You cannot break the glass here. ',
      who.length === 0
        ? 'The policy names nobody under “break-glass”. Ask with promote, so that reviewers decide.'
        : line('Can: ', anyOf(who), '. Or ask with promote, so that reviewers decide.'),
    ),
  'no-follow-up': () => line('No review of this release is open. Nothing to close.'),
  'own-follow-up': ({ canClose }) =>
    line(
      'You acted alone here, so another person has to look at it. ',
      canClose.length === 0 ? 'The policy names nobody else.' : line('Can close it: ', anyOf(canClose), '.'),
    ),
};
