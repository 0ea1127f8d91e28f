import { count } from '../src/release/view-numbers.ts';
import { date, joined, type Line, line, outside, v } from '../src/release/view-words.ts';
import type { RefusalWords } from './refusal-words.ts';

type Naming =
  | 'unknown-release'
  | 'unknown-model'
  | 'unknown-environment'
  | 'unknown-scope'
  | 'unknown-version'
  | 'no-version-named'
  | 'end-of-path'
  | 'nothing-live'
  | 'already-live'
  | 'no-rollback-target'
  | 'not-paused'
  | 'baseline-differs'
  | 'baseline-known'
  | 'nothing-to-adopt'
  | 'cannot-retrain'
  | 'adopt-differs';

/** No, because what was named is not there, or not as it was named. */
export const namingRefusals: RefusalWords<Naming> = {
  'unknown-release': () =>
    line('I do not know this release. Its card may be from another installation; look at status for what is open.'),
  'unknown-model': ({ asked, near }) =>
    line(
      'I do not know the model “',
      outside(asked, 60),
      '”. ',
      near.length === 0
        ? 'Models are listed in the policy file; status shows them.'
        : line('Did you mean ', names(near, ' or '), '?'),
    ),
  'unknown-environment': ({ asked, possible }) =>
    line(
      'I do not know the environment “',
      outside(asked, 60),
      '”. ',
      possible.length === 0 ? 'The policy file lists none for this model.' : line('Possible: ', names(possible), '.'),
    ),
  'unknown-scope': ({ asked, possible }) =>
    line(
      '“',
      outside(asked, 60),
      '” is neither an environment nor a model. ',
      possible.length === 0 ? 'The policy file lists none.' : line('Possible: ', names(possible), '.'),
    ),
  'unknown-version': ({ model, environment, asked, near }) =>
    line(
      'There is no ',
      outside(model, 60),
      '@',
      outside(asked, 40),
      ' in ',
      outside(environment, 40),
      '. ',
      near.length === 0 ? 'Register it first.' : line('There are: ', names(near), '.'),
    ),
  'no-version-named': ({ model, environment }) =>
    line(
      'Which version of ',
      outside(model, 60),
      '? Nothing in ',
      outside(environment, 40),
      ' is called candidate. Write it with an @: ',
      outside(model, 60),
      '@14.',
    ),
  'end-of-path': ({ model, environment }) =>
    line(
      outside(model, 60),
      ' is in ',
      outside(environment, 40),
      ', the last environment on its path. Name another one with “to …”.',
    ),
  'nothing-live': ({ model }) =>
    line('Nothing of ', outside(model, 60), ' is live there. Promote a version first, or name the one that you mean.'),
  'already-live': ({ version, since }) =>
    line(`${v(version)} is live there already, since `, date(since), '. Nothing to do.'),
  'no-rollback-target': ({ live }) =>
    line(
      'There is no other version that was verified here',
      live === null ? '' : ` besides ${v(live)}`,
      '. Name one that you trust: rollback <model>@<version> because …',
    ),
  'not-paused': ({ scope }) => line(outside(scope, 60), ' is not paused. Nothing to resume.'),
  'baseline-differs': ({ live, asked }) =>
    line(
      `${v(asked)} is not what is live there: `,
      live === null ? 'nothing is.' : `${v(live)} is. Name ${v(live)}, or put ${v(asked)} live first.`,
    ),
  'baseline-known': ({ live }) =>
    line(
      live === null ? 'Nothing is live there' : `${v(live)} went live there through Signalbox, or is trusted already`,
      ', so there is no baseline to name.',
    ),
  'cannot-retrain': ({ model, environment, asked }) =>
    line(
      'Signalbox trains nothing for ',
      outside(model, 60),
      ' in ',
      outside(environment, 40),
      asked === 'retrain'
        ? '. Train it where it is trained, and request the version that comes of it.'
        : '. Roll back without “retrain”: the version goes live again as it is.',
    ),
  'nothing-to-adopt': ({ version }) =>
    line(`${v(version)} went live there through Signalbox, or is trusted already, so there is nothing to adopt.`),
  'adopt-differs': ({ live, asked }) =>
    line(
      `${v(asked)} is not what is live there any more: `,
      live === null ? 'nothing is.' : `${v(live)} is. Use the buttons of the newest line about it.`,
    ),
};

function names(all: readonly string[], between = ', '): Line {
  const shown = joined(
    all.slice(0, 6).map((name) => [outside(name, 60)]),
    between,
  );
  return line(shown, all.length > 6 ? ` and ${count(all.length - 6, 'more', 'more')}` : '');
}
