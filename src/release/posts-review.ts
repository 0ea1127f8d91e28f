import { trainsFirst } from './plan.ts';
import { mustAct, newlyNeeded } from './posts-people.ts';
import type { Moment } from './posts-shape.ts';
import { type Of, quiet, type Spoken, type Tell } from './posts-spoken.ts';
import { quorum } from './quorum.ts';
import { blockedWords } from './view-body.ts';
import { approvalCount, gatesView } from './view-review.ts';
import type { Around } from './view-shape.ts';
import { waitingWords } from './view-waiting.ts';
import { anyOf, code, date, few, joined, type Line, line, outside, person, strong, who } from './view-words.ts';

type Review =
  | 'evidence-gathered'
  | 'approved'
  | 'approval-taken-back'
  | 'verdicts-accepted'
  | 'approvals-voided'
  | 'reminded'
  | 'asked-again'
  | 'waiting';

/** What is said while evidence is gathered and people decide. */
export const reviewLines: { readonly [K in Review]: Tell<K> } = {
  'evidence-gathered': gathered,
  approved: (event, { happened: { by, at }, after }) =>
    quiet(
      line(
        '✓ Approved by ',
        who(by),
        event.groups.length === 0 ? '' : line(' for ', anyOf(event.groups)),
        ', ',
        date(at),
        `: ${approvalCount(after)}`,
        needed(after),
        event.note === null ? '' : line(' “', outside(event.note, 240), '”'),
      ),
    ),
  'approval-taken-back': (_, { happened: { by, at }, before, after }) => ({
    lines: [line('Approval taken back by ', who(by), ', ', date(at), `: ${approvalCount(after)}`, needed(after), '.')],
    pings: newlyNeeded(before, after),
  }),
  'verdicts-accepted': (event, { happened: { by, at }, before, after }, around) => ({
    lines: [
      line('Accepted by ', who(by), ', ', date(at), ': “', outside(event.reason, 240), '”'),
      line('· ', joined(event.gates.slice(0, 6).map((gate) => [code(gate, 60)]))),
      line(event.unblocks ? 'Ready for review.' : blockedWords(after)),
    ],
    pings: event.unblocks && before.phase === 'blocked' ? mustAct(after, around) : [],
  }),
  'approvals-voided': voided,
  reminded: (event, { after }) => ({
    lines: [line(strong('Reminder: '), approvalCount(after), needed(after), '. Expires ', date(after.expiresAt), '.')],
    pings: event.people,
  }),
  'asked-again': (_, { after }, around) => ({
    lines: [line('The pause is over. ', approvalCount(after), needed(after), '.')],
    pings: mustAct(after, around),
  }),
  waiting: (event, { before, after }) => {
    const known = before.waiting?.words === event.words && before.waiting.until === event.until;
    return known ? null : quiet(waitingWords(after));
  },
};

const voidedWhy: Record<Of<'approvals-voided'>['cause'], string> = {
  'evidence-changed': 'The evidence changed, so approvals start again',
  'champion-moved': 'Champion was moved from outside, so approvals start again',
  'no-longer-counts': 'Somebody who approved no longer counts',
  'trained-differs': 'What was trained is not what was reviewed, so approvals start again',
  'trained-for-review': 'It was trained again, and people decide on what there is now',
  'acceptance-no-longer-counts': 'Somebody who accepted a verdict no longer counts, so it has to be accepted anew',
};

function voided(event: Of<'approvals-voided'>, { happened: { at }, after }: Moment, around: Around): Spoken {
  const people = event.people.map((id) => [person(id)]);
  // Nobody has looked at what there was before it trained.
  const changes = event.cause === 'trained-for-review' ? [] : event.changes;
  return {
    lines: [
      line(
        strong(voidedWhy[event.cause]),
        ', ',
        date(at),
        '. ',
        people.length === 0 ? '' : line('No longer counted: ', few(people, 6), '.'),
      ),
      ...changes.slice(0, 8).map((change) => line('· ', outside(change, 160))),
      ...(changes.length > 8 ? [line(`and ${changes.length - 8} more`)] : []),
    ],
    pings: people.length === 0 || after.phase === 'gathering' ? [] : mustAct(after, around),
    ...(people.length === 0 ? {} : { soon: true }),
  };
}

function needed({ evidence, approvals }: Moment['after']): Line {
  if (evidence === null) return [];
  const { open } = quorum(evidence.requirements, approvals);
  const [next] = open;
  return next === undefined ? [] : line('; needed: ', anyOf(next.from));
}

function gathered(event: Of<'evidence-gathered'>, { before, after }: Moment, around: Around): Spoken | null {
  const was = before.evidence;
  if (was?.digest === event.digest && (before.phase === 'blocked') === event.blocked) return null;
  const { passed, total } = gatesView(after);
  const digest = event.digest.slice(0, 6);
  if (event.blocked) {
    const lines = [line(strong('Blocked: '), `evidence ${digest}, `, blockedWords(after))];
    return { lines, pings: before.phase === 'review' ? mustAct(after, around) : [] };
  }
  const gates = total === 0 ? '' : `: ${passed.length} of ${total} gates passed`;
  const lines = [line(`Evidence ${digest}${gates}. ${nextWords(after)}`)];
  return { lines, pings: asksAnew(before) ? mustAct(after, around) : [] };
}

/** The card's first post names the reviewers, but for one that was blocked then, or had to train first; whoever had approved has to be asked again. */
function asksAnew({ phase, voided: all, evidence }: Moment['before']): boolean {
  const last = all.at(-1);
  const isFirst = last?.cause === 'trained-for-review' && evidence?.requirements.automatic === true;
  return phase === 'blocked' || isFirst || (phase === 'gathering' && (last?.people.length ?? 0) > 0);
}

function nextWords(state: Moment['after']): string {
  const { evidence, alone, waiting, breakGlass, mode, opened } = state;
  if (mode !== 'enforce') return 'Signalbox only advises here.';
  if (breakGlass) return 'Break-glass: it starts by itself.';
  if (alone) return opened.by.kind === 'person' ? 'On-call alone may roll back.' : 'It goes back by itself.';
  if (trainsFirst(state)) return 'It trains first; people decide on what comes of it.';
  if (evidence?.requirements.automatic) return 'Approvals are automatic.';
  return waiting === null ? 'Ready for review.' : 'Review waits for the pause to end.';
}
