import type { Refusal } from '../src/release/outcome.ts';
import { anyOf, date, few, type Line, line, outside, person, principal } from '../src/release/view-words.ts';
import { phaseWords } from './answers.ts';
import type { RefusalWords } from './refusal-words.ts';

type Deciding =
  | 'not-a-member'
  | 'own-request'
  | 'excluded'
  | 'not-in-groups'
  | 'already-approved'
  | 'not-needed'
  | 'stale-evidence'
  | 'wrong-phase'
  | 'not-allowed'
  | 'reason-missing'
  | 'unreachable-quorum'
  | 'unknown-person'
  | 'step-not-ours'
  | 'stop-waits';

const standings: Record<Extract<Refusal, { kind: 'not-a-member' }>['standing'], string> = {
  guest: 'Guests cannot decide about releases. Ask a full member of this workspace.',
  bot: 'Bots cannot decide about releases. A person has to.',
  deactivated: 'This account is deactivated. Ask somebody whose account is active.',
  stranger: 'Only members of this workspace can decide here. Ask one of them.',
  unknown: 'I could not find out who you are in this workspace, so nothing was counted. Try again in a minute.',
};

const authors = { 'run-author': 'ran the training', 'commit-author': 'wrote the commit' } as const;

/** No, because of who asks, or of where the release is. */
export const decidingRefusals: RefusalWords<Deciding> = {
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
  'step-not-ours': () => line('Another worker carries this out. Nothing to do.'),
  'stop-waits': () => line('It is being stopped or put back already. The card shows how far that is.'),
};

function canSayYes(groups: readonly string[]): Line {
  return groups.length === 0 ? line('The policy names nobody who can.') : line('Can approve: ', anyOf(groups), '.');
}
