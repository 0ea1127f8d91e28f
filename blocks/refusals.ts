import type { Refusal } from '../src/release/outcome.ts';
import { count } from '../src/release/view-numbers.ts';
import { anyOf, date, few, joined, type Line, line, outside, person, principal, v } from '../src/release/view-words.ts';
import { phaseWords } from './answers.ts';

type Words = { readonly [K in Refusal['kind']]: (refusal: Extract<Refusal, { kind: K }>) => Line };

const standings: Record<Extract<Refusal, { kind: 'not-a-member' }>['standing'], string> = {
  guest: 'Guests cannot decide about releases. Ask a full member of this workspace.',
  bot: 'Bots cannot decide about releases. A person has to.',
  deactivated: 'This account is deactivated. Ask somebody whose account is active.',
  stranger: 'Only members of this workspace can decide here. Ask one of them.',
  unknown: 'I could not find out who you are in this workspace, so nothing was counted. Try again in a minute.',
};

const authors = { 'run-author': 'ran the training', 'commit-author': 'wrote the commit' } as const;

const words: Words = {
  'not-a-member': ({ standing }) => line(standings[standing]),
  'own-request': ({ canApprove }) =>
    line('You asked for this release, so someone else has to approve it. ', canSayYes(canApprove)),
  excluded: ({ why, canApprove }) =>
    line(`You ${authors[why]}, so someone else has to approve it. `, canSayYes(canApprove)),
  'not-in-groups': ({ canApprove }) => line('Your approval does not count here. ', canSayYes(canApprove)),
  'already-approved': ({ at }) => line('You approved this already, ', date(at), '. It counts once.'),
  'not-needed': ({ canApprove }) =>
    line(
      'Your group has approved already; one more of it changes nothing. ',
      canApprove.length === 0 ? '' : line('Still needed: ', anyOf(canApprove), '.'),
    ),
  'stale-evidence': ({ shown, now, changes }) =>
    line(
      `The evidence changed since that card was drawn (${shown.slice(0, 6)} → ${now.slice(0, 6)}), so your click was not counted. `,
      changes.length === 0
        ? ''
        : line(
            'Changed: ',
            few(
              changes.map((change) => [outside(change, 160)]),
              6,
            ),
            '. ',
          ),
      'Look at the card as it is now, then decide again.',
    ),
  'wrong-phase': ({ verb, phase, by, at }) =>
    line(
      `This release ${phaseWords[phase]}`,
      by === null ? ' (' : line(' (', person(by), ', '),
      date(at),
      `), so you cannot ${verb.replaceAll('-', ' ')} it now. The card shows what can be done.`,
    ),
  'not-allowed': ({ verb, who }) =>
    line(
      `You cannot ${verb.replaceAll('-', ' ')} here. `,
      who === 'everybody'
        ? 'Every full member of this workspace can.'
        : who.length === 0
          ? 'The policy names nobody who can: add somebody under “may”.'
          : line('Can: ', anyOf(who), '.'),
    ),
  'reason-missing': ({ verb }) =>
    line(`Say why: ${verb.replaceAll('-', ' ')} needs a reason. Typed, end with “because …”.`),
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
    line('Nothing of ', outside(model, 60), ' is live, so there is nothing to roll back. Promote a version first.'),
  'already-live': ({ version, since }) =>
    line(`${v(version)} is live there already, since `, date(since), '. Nothing to do.'),
  'no-rollback-target': ({ live }) =>
    line(
      'There is no other version that was verified here',
      live === null ? '' : ` besides ${v(live)}`,
      '. Name one that you trust: rollback <model>@<version> because …',
    ),
  'unreachable-quorum': ({ missing, unread }) =>
    line(
      'This could never be approved, so it was not opened. ',
      ...missing
        .slice(0, 4)
        .map(({ groups, needs, can }) => line(`Needed: ${needs} of `, anyOf(groups), `; can count: ${can}. `)),
      unread.length === 0
        ? 'Add people to the policy file.'
        : line(
            'Could not be read: ',
            few(unread.map(principal), 4),
            '. Try again when Slack answers, or list the people in the policy file.',
          ),
    ),
  'unknown-person': ({ identities }) =>
    line(
      'Nobody knows who ',
      few(
        identities.map((name) => line('“', outside(name, 60), '”')),
        4,
      ),
      ' is, and the policy refuses that. Add them under “people” in the policy file.',
    ),
  'lane-paused': ({ words: why, until }) =>
    line(
      'Paused: ',
      outside(why, 240),
      until === null ? '. It goes on when someone resumes.' : line(', until ', date(until), '.'),
    ),
  'not-paused': ({ scope }) => line(outside(scope, 60), ' is not paused. Nothing to resume.'),
  'pattern-not-supported': ({ pattern }) =>
    line('The pattern ', outside(pattern, 40), ' cannot be carried out yet. Set deploy-model in the policy file.'),
  'step-not-ours': () => line('Another worker carries this out. Nothing to do.'),
  'stop-waits': () => line('It is being stopped or put back already. The card shows how far that is.'),
};

/** A no in words that say what would work. */
export function refusalWords(refusal: Refusal): Line {
  return say(refusal);
}

function say<K extends Refusal['kind']>(refusal: Extract<Refusal, { kind: K }> & { readonly kind: K }): Line {
  const tell: (refusal: Extract<Refusal, { kind: K }>) => Line = words[refusal.kind];
  return tell(refusal);
}

function canSayYes(groups: readonly string[]): Line {
  return groups.length === 0 ? line('The policy names nobody who can.') : line('Can approve: ', anyOf(groups), '.');
}

function names(all: readonly string[], between = ', '): Line {
  const shown = joined(
    all.slice(0, 6).map((name) => [outside(name, 60)]),
    between,
  );
  return line(shown, all.length > 6 ? ` and ${count(all.length - 6, 'more', 'more')}` : '');
}
