import type { Version } from '../src/release/ids.ts';
import type { Answer, RehearsedCheck } from '../src/release/outcome.ts';
import type { Phase } from '../src/release/state.ts';
import { count } from '../src/release/view-numbers.ts';
import { date, type Line, line, outside, person, strong, v } from '../src/release/view-words.ts';

type Words = { readonly [K in Answer['kind']]: (answer: Extract<Answer, { kind: K }>) => Line };

/** Where a release is, in words that follow "It …". */
export const phaseWords: Record<Phase, string> = {
  gathering: 'is being read',
  blocked: 'is blocked by its gates',
  review: 'waits for approvals',
  approved: 'is approved and starts by itself',
  executing: 'is being carried out',
  watching: 'is live and being watched',
  verified: 'is live and verified',
  failed: 'has failed and waits for a decision',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  expired: 'has expired',
  superseded: 'was superseded by a newer one',
  abandoned: 'was abandoned',
  'rolled-back': 'was rolled back',
  concluded: 'is no longer advised on',
};

const words: Words = {
  opened: ({ resumed }) =>
    line(
      resumed ? 'Resumed, and opened.' : 'Opened.',
      ' The card comes when the evidence is read, after a minute at most.',
    ),
  acknowledged: ({ before }) =>
    before === undefined
      ? line('Acknowledged: nobody is reminded of it any more.')
      : line(person(before.by), ' has acknowledged it already, ', date(before.at), '.'),
  snoozed: ({ until }) => line('Snoozed until ', date(until), '.'),
  dismissed: ({ until }) => line('Noted: it is quiet until the next release, or ', date(until), '.'),
  'return-cancelled': () => line('Cancelled: nothing goes back by itself.'),
  'already-open': ({ phase }) => line(`This is open already: it ${phaseWords[phase]}. Nothing was opened twice.`),
  approved: ({ have, need }) =>
    line(
      `Your approval counts: ${have} of ${need}. `,
      have >= need ? 'It starts by itself.' : `${count(need - have, 'more is', 'more are')} needed.`,
    ),
  'approval-taken-back': ({ have, need }) =>
    line(`Taken back: your approval no longer counts. It has ${have} of ${need} now.`),
  'verdicts-accepted': ({ left }) =>
    line(
      'Accepted, with your reason. ',
      left === 0
        ? 'Nothing keeps it from review any more.'
        : `${count(left, 'gate still keeps', 'gates still keep')} it from review.`,
    ),
  'follow-up-closed': () => line('Closed. Your note is in the thread and in the audit log.'),
  'baseline-trusted': ({ lane, version }) =>
    line(`${v(version)} is trusted now: `, outside(spoken(lane)), '. A rollback may go to it.'),
  rejected: () => line('Rejected. The person who asked is told, with your reason.'),
  withdrawn: () => line('Withdrawn. Nothing changed.'),
  'checking-again': () => line('Reading it again. The card follows.'),
  stopping: ({ liveTouched }) =>
    line(
      'Stopping after the running step. ',
      liveTouched ? 'What was live before is put back.' : 'Nothing live has changed.',
    ),
  retrying: () => line('Trying the failed step again now.'),
  'putting-back': ({ to }) =>
    line(to === null ? 'Taking it off again.' : `Putting ${v(to)} back.`, ' The card follows.'),
  abandoned: () => line('Abandoned. What was done is left as it stands, and the way is free for others.'),
  paused: ({ scope, until }) =>
    line(
      'Paused: ',
      outside(spoken(scope)),
      ', ',
      until === null ? 'until someone resumes' : line('until ', date(until)),
      '. Rollbacks still go through.',
    ),
  resumed: ({ scope }) => line('Resumed: ', outside(spoken(scope)), '. What waited goes on by itself.'),
  rehearsed: ({ lane, target, checks }) => rehearsalWords(lane, target, checks),
  noted: () => line('Noted.'),
  unchanged: () => line('It is so already. Nothing was changed.'),
};

/** The checklist of a rehearsal, what failed first to see. */
function rehearsalWords(lane: string, target: Version | null, checks: readonly RehearsedCheck[]): Line {
  const failed = checks.filter(({ ok }) => !ok).length;
  return line(
    strong(failed === 0 ? 'Rehearsed: ready. ' : `Rehearsed: ${count(failed, 'check')} did not pass. `),
    'A rollback of ',
    outside(spoken(lane), 80),
    target === null ? ' has no target now.' : ` would go to ${v(target)}.`,
    ' Nothing was moved.',
    ...checks.map(({ what, ok, words: found }) =>
      line(`\n${ok ? '✓' : '✗'} `, outside(what, 40), ': ', outside(found, 240)),
    ),
  );
}

/** `churn/production`, as people say it. */
function spoken(scope: string): string {
  return scope.replace('/', ' in ');
}

/** A yes in words. */
export function answerWords(answer: Answer): Line {
  return say(answer);
}

function say<K extends Answer['kind']>(answer: Extract<Answer, { kind: K }> & { readonly kind: K }): Line {
  const tell: (answer: Extract<Answer, { kind: K }>) => Line = words[answer.kind];
  return tell(answer);
}
