import { count } from '../src/release/view-numbers.ts';
import { anyOf, joined, type Line, line, outside, v } from '../src/release/view-words.ts';
import type { RefusalWords } from './refusal-words.ts';

type Asking = 'no-trainer' | 'nothing-to-reuse' | 'nothing-trained-at' | 'commit-ambiguous' | 'not-in-order';

/** No, because of what was asked for: the commit, what it was trained to, or where it was before. */
export const askingRefusals: RefusalWords<Asking> = {
  'no-trainer': ({ model, environment }) =>
    line(
      'Nothing trains ',
      outside(model, 60),
      ' in ',
      outside(environment, 40),
      '. Name a trainer for it in the policy file, or use a version that was trained there before: promote … reuse v14 because ….',
    ),
  'nothing-to-reuse': ({ model, environment }) =>
    line(
      outside(model, 60),
      ' is copied to ',
      outside(environment, 40),
      ', not trained there, so there is no training to skip. Promote a version, or roll back to one that was live there.',
    ),
  'nothing-trained-at': ({ model, environment, asked, commit, near }) =>
    line(
      commit === null
        ? line('I know no commit or tag “', outside(asked, 60), '”. ')
        : line(
            'Nothing of ',
            outside(model, 60),
            ' in ',
            outside(environment, 40),
            ' was trained at ',
            outside(commit.slice(0, 7), 10),
            '. ',
          ),
      near.length === 0
        ? line('Train it in ', outside(environment, 40), ' first.')
        : line(
            'Trained in ',
            outside(environment, 40),
            ': ',
            joined(near.slice(0, 4).map((one) => line(`${v(one.version)} at `, outside(one.commit.slice(0, 7), 10)))),
            near.length > 4 ? ` and ${count(near.length - 4, 'more', 'more')}` : '',
            '. Name one of these, or train it there first.',
          ),
    ),
  'commit-ambiguous': ({ asked, near }) =>
    line(
      '“',
      outside(asked, 40),
      `” begins ${count(near.length, 'commit')}: `,
      joined(near.slice(0, 4).map((one): Line => [outside(one.slice(0, 12), 12)])),
      '. Write more of it.',
    ),
  'not-in-order': ({ model, version, environment, before, breakGlass }) =>
    line(
      `${v(version)} was never live in `,
      outside(before, 40),
      ', which comes before ',
      outside(environment, 40),
      '. Release it there first: promote ',
      outside(model, 60),
      `@${version} to `,
      outside(before, 40),
      '. ',
      breakGlass.length === 0
        ? ''
        : line('In an emergency, ', anyOf(breakGlass), ' may skip it with break-glass and a reason.'),
    ),
};
