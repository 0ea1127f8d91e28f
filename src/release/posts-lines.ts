import type { ReleaseEvent } from './event.ts';
import { mustAct, requester } from './posts-people.ts';
import { reviewLines } from './posts-review.ts';
import type { Moment } from './posts-shape.ts';
import { type Kind, type Of, quiet, type Spoken, type Tell } from './posts-spoken.ts';
import { judgedLine, trainingLine } from './posts-training.ts';
import { scoredLines, watchedLine } from './posts-watched.ts';
import type { Execution } from './state-execution.ts';
import { verifiedWords } from './view-body.ts';
import { endWords } from './view-end.ts';
import { liveNow } from './view-facts.ts';
import { followUpLines } from './view-follow-up.ts';
import type { Around } from './view-shape.ts';
import { stepWords } from './view-steps.ts';
import { what } from './view-title.ts';
import { date, line, outside, strong, v, who } from './view-words.ts';

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
  ...reviewLines,
  'told-registry': nothing,
  'review-completed': nothing,
  'newer-ready': (event) =>
    quiet(line(`${v(event.version)} is ready too and has its own card. This one still stands.`)),
  rejected: (_, { after }) => ({ lines: endWords(after), pings: requester(after) }),
  withdrawn: ended,
  expired: (_, { after }) => ({ lines: endWords(after), pings: requester(after) }),
  superseded: ended,
  'execution-started': nothing,
  'step-started': nothing,
  'step-progressed': nothing,
  'step-finished': (event, moment) => trainingLine(event, moment),
  'step-watched': (event, moment) => watchedLine(event, moment),
  'scored-noted': (event) => quiet(...scoredLines(event)),
  'trained-judged': (event, moment) => judgedLine(event, moment),
  continued: (event, { after }) =>
    event.release === null
      ? {
          lines: [line('The next environment was not asked for: ', outside(event.words, 300), '.')],
          pings: requester(after),
        }
      : quiet(line('Asked for ', outside(event.words, 40), ` by itself: ${event.release}.`)),
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

function ended(_: ReleaseEvent, { after }: Moment): Spoken {
  return quiet(...endWords(after));
}

function failedStep({ step, direction }: Of<'failed'>, { execution }: Moment['after']): string {
  return execution === null ? step : stepWords({ kind: step, direction }, execution.targets);
}
