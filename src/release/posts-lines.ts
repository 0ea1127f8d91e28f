import type { ReleaseEvent } from './event.ts';
import type { PrincipalRef } from './lane-policy.ts';
import { mustAct, requester } from './posts-people.ts';
import type { Moment } from './posts-shape.ts';
import { quorum } from './quorum.ts';
import type { Execution } from './state.ts';
import { blockedWords, verifiedWords, waitingWords } from './view-body.ts';
import { endWords } from './view-end.ts';
import { liveNow } from './view-facts.ts';
import { followUpLines } from './view-follow-up.ts';
import { approvalCount, gatesView } from './view-review.ts';
import type { Around } from './view-shape.ts';
import { stepWords } from './view-steps.ts';
import { what } from './view-title.ts';
import { anyOf, date, few, type Line, line, outside, person, strong, v, who } from './view-words.ts';

/** What is said about an event in the thread; `pings` are those who must act on it. */
export interface Spoken {
  readonly lines: readonly Line[];
  readonly pings: readonly PrincipalRef[];
}

type Kind = ReleaseEvent['kind'];
type Of<K extends Kind> = Extract<ReleaseEvent, { kind: K }>;
type Tell<K extends Kind> = (event: Of<K>, moment: Moment, around: Around) => Spoken | null;

/** The words for one event of a release; null when the card alone says it. */
export function linesOf(moment: Moment, around: Around): Spoken | null {
  return told(moment.happened.event, moment, around);
}

function told<K extends Kind>(event: Of<K> & { readonly kind: K }, moment: Moment, around: Around): Spoken | null {
  const tell: Tell<K> = table[event.kind];
  return tell(event, moment, around);
}

const nothing = () => null;

const table: { readonly [K in Kind]: Tell<K> } = {
  opened: nothing,
  'gathering-noted': nothing,
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
        stillOpen(after),
        note(event.note),
      ),
    ),
  'approvals-voided': (event, { happened: { at }, after }, around) => ({
    lines: [
      line(
        strong(voidedWhy[event.cause]),
        ', ',
        date(at),
        '. ',
        event.people.length === 0
          ? ''
          : line(
              'No longer counted: ',
              few(
                event.people.map((id) => [person(id)]),
                6,
              ),
              '.',
            ),
      ),
      ...event.changes.slice(0, 8).map((change) => line('· ', outside(change, 160))),
      ...(event.changes.length > 8 ? [line(`and ${event.changes.length - 8} more`)] : []),
    ],
    pings: event.people.length === 0 || after.phase !== 'review' ? [] : mustAct(after, around),
  }),
  'review-completed': nothing,
  'newer-ready': (event) =>
    quiet(line(`${v(event.version)} is ready too and has its own card. This one still stands.`)),
  rejected: (_, { after }) => ({ lines: endWords(after), pings: requester(after) }),
  withdrawn: ended,
  expired: (_, { after }) => ({ lines: endWords(after), pings: requester(after) }),
  superseded: ended,
  waiting: (event, { before, after }) => {
    const known = before.waiting?.words === event.words && before.waiting.until === event.until;
    return known ? null : quiet(waitingWords(after));
  },
  'execution-started': nothing,
  'step-started': nothing,
  'step-progressed': nothing,
  'step-finished': nothing,
  'step-retrying': (event, { before, after }) => {
    // Whoever asked to stop is told so already: nothing is tried again.
    if (event.direction === 'do' && after.execution !== null && goingElsewhere(after.execution)) return null;
    const known = [...(before.execution?.steps ?? []), ...(before.execution?.undo ?? [])];
    const waits = known.some(
      (step) => step.kind === event.step && step.direction === event.direction && step.retry?.since === event.since,
    );
    return waits
      ? null
      : quiet(line('Trying again since ', date(event.since, 'time'), ': ', outside(event.words, 240)));
  },
  failed: (event, { after }, around) => ({
    lines: [
      line(strong(failedStep(event, after)), ' failed: ', outside(event.words, 400)),
      line(liveNow(after, around)),
      line('Retry, put back or abandon: the buttons are on the card.'),
    ],
    pings: mustAct(after, around),
  }),
  'stop-requested': (event, { happened: { by, at } }) =>
    quiet(
      event.forRollback === null
        ? line('Stop, asked by ', who(by), ', ', date(at), '.')
        : line('Stopping: a rollback goes first.'),
    ),
  'retry-requested': (_, { happened: { by, at } }) => quiet(line('Retry, asked by ', who(by), ', ', date(at), '.')),
  'put-back-requested': (_, { happened: { by, at } }) =>
    quiet(line('Put back, asked by ', who(by), ', ', date(at), '.')),
  stopped: ended,
  abandoned: ended,
  'went-live': (event, { happened: { at }, after }, around) =>
    quiet(
      line(
        strong('Live: '),
        what(after, around),
        ', ',
        date(at),
        event.replaced === null ? '' : `, replaced ${v(event.replaced)}`,
        event.watchUntil > at ? line('. Watching until ', date(event.watchUntil, 'time'), '.') : '.',
      ),
    ),
  verified: (_, { after }, around) => ({
    lines: [
      line(
        strong(after.kind === 'rollback' ? 'Rolled back: ' : 'Verified: '),
        what(after, around),
        `. ${verifiedWords(after)}`,
      ),
    ],
    pings: requester(after),
  }),
  'rolled-back': (_, { after }) => ({ lines: endWords(after), pings: requester(after) }),
  'follow-up-opened': (_, { after }) => quiet(...followUpLines(after)),
  'follow-up-overdue': (event, { after }) => ({ lines: followUpLines(after), pings: event.people }),
  'follow-up-closed': (_, { after }) => quiet(...followUpLines(after)),
  concluded: ended,
};

function goingElsewhere({ stop, putBack }: Execution): boolean {
  return stop !== null || putBack !== null;
}

const voidedWhy: Record<Of<'approvals-voided'>['cause'], string> = {
  'evidence-changed': 'The evidence changed, so approvals start again',
  'champion-moved': 'Champion was moved from outside, so approvals start again',
  'no-longer-counts': 'Somebody who approved no longer counts',
  'acceptance-no-longer-counts': 'Somebody who accepted a verdict no longer counts',
};

function quiet(...lines: readonly Line[]): Spoken {
  return { lines, pings: [] };
}

function ended(_: ReleaseEvent, { after }: Moment): Spoken {
  return quiet(...endWords(after));
}

function note(words: string | null): Line {
  return words === null ? [] : line(' “', outside(words, 240), '”');
}

function stillOpen({ evidence, approvals }: Moment['after']): Line {
  if (evidence === null) return [];
  const { open } = quorum(evidence.requirements, approvals);
  const [next] = open;
  return next === undefined ? [] : line('; needed: ', anyOf(next.from));
}

function gathered(event: Of<'evidence-gathered'>, { before, after }: Moment, around: Around): Spoken | null {
  const was = before.evidence;
  if (was?.digest === event.digest && (before.phase === 'blocked') === event.blocked) return null;
  const { passed, total } = gatesView(event);
  const digest = event.digest.slice(0, 6);
  if (event.blocked) return quiet(line(strong('Blocked: '), `evidence ${digest}, `, blockedWords(after)));
  const gates = total === 0 ? '' : `: ${passed.length} of ${total} gates passed`;
  const lines = [line(`Evidence ${digest}${gates}. ${nextWords(after)}`)];
  return { lines, pings: asksAnew(before) ? mustAct(after, around) : [] };
}

function failedStep({ step, direction }: Of<'failed'>, { execution }: Moment['after']): string {
  return execution === null ? step : stepWords({ kind: step, direction }, execution.targets);
}

/** The card's first post names the reviewers, but for one that was blocked then; whoever had approved has to be asked again. */
function asksAnew({ phase, voided }: Moment['before']): boolean {
  return phase === 'blocked' || (phase === 'gathering' && (voided.at(-1)?.people.length ?? 0) > 0);
}

function nextWords({ evidence, alone }: Moment['after']): string {
  if (alone) return 'On-call alone may roll back.';
  return evidence?.requirements.automatic ? 'Approvals are automatic.' : 'Ready for review.';
}
