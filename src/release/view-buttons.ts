import { available, type ReleaseVerb } from './available.ts';
import { hasChecklist } from './checklist.ts';
import { pauseOn } from './pause-words.ts';
import { championIs, trains } from './plan.ts';
import { quorum } from './quorum.ts';
import type { ReleaseState } from './state.ts';
import type { Execution } from './state-execution.ts';
import { executionOf, replaced } from './view-facts.ts';
import { lasted } from './view-numbers.ts';
import type { Around, ButtonView } from './view-shape.ts';
import { what } from './view-title.ts';
import { incoming, type Line, line, outside, v } from './view-words.ts';

type Make = (state: ReleaseState, around: Around) => ButtonView;

const mostButtons = 3;
const mostMore = 5;
/** Rarely pressed: never in the row itself. */
const rare: readonly ReleaseVerb[] = ['history', 'abandon', 'by-hand'];
/** In the overflow as long as the card is being decided on. */
const rareInReview: readonly ReleaseVerb[] = [...rare, 'take-back', 'withdraw', 'check-again'];

/** The buttons of a card, at most three, and the overflow: exactly what can be done now. */
export function buttonsOf(
  state: ReleaseState,
  around: Around,
): { buttons: readonly ButtonView[]; more: readonly ButtonView[] } {
  const verbs = available(state).filter((verb) => possible(verb, state, around));
  const aside = state.phase === 'review' ? rareInReview : rare;
  const inRow = (verb: ReleaseVerb) =>
    !aside.includes(verb) && !(verb === 'approve-with-note' && verbs.includes('approve'));
  const first = verbs.filter(inRow).slice(0, mostButtons);
  const made = (verb: ReleaseVerb) => make[verb](state, around);
  return {
    buttons: first.map(made),
    more: verbs
      .filter((verb) => !first.includes(verb))
      .slice(0, mostMore)
      .map(made),
  };
}

function possible(verb: ReleaseVerb, state: ReleaseState, { lane, pauses, next }: Around): boolean {
  const { live } = state;
  switch (verb) {
    case 'approve':
    case 'approve-with-note':
      return pauseOn(state, pauses) === null;
    case 'resume':
      return pauses.some((pause) => pause.cause === 'rollback' || pause.cause === 'outside-move');
    case 'request-next':
      return next !== null && lane.live?.version === live?.version;
    case 'roll-back':
      return lane.live !== null && lane.live.version === live?.version;
    default:
      return true;
  }
}

const make: Record<ReleaseVerb, Make> = {
  approve: (state, around) => ({
    verb: 'approve',
    label: 'Approve',
    style: 'primary',
    confirm: {
      title: 'Approve',
      words: line(consequence(state, around), afterApproval(state)),
      yes: 'Approve',
    },
  }),
  'approve-with-note': ({ evidence }) =>
    hasChecklist(evidence?.requirements ?? {})
      ? plain('approve-with-note', 'Approve…', 'primary')
      : plain('approve-with-note', 'Approve with a note…'),
  'take-back': ({ phase }) => ({
    verb: 'take-back',
    label: 'Take my approval back',
    style: null,
    confirm: { title: 'Take back', words: takenBack(phase), yes: 'Take back' },
  }),
  'accept-verdicts': () => plain('accept-verdicts', 'Accept…'),
  reject: () => plain('reject', 'Reject…', 'danger'),
  withdraw: () => plain('withdraw', 'Withdraw…'),
  'check-again': () => plain('check-again', 'Check again'),
  stop: (state) => ({
    verb: 'stop',
    label: 'Stop',
    style: 'danger',
    confirm: { title: 'Stop', words: stopMeans(state), yes: 'Stop' },
  }),
  retry: () => plain('retry', 'Retry', 'primary'),
  'put-back': putBack,
  abandon: () => plain('abandon', 'Abandon…'),
  'by-hand': () => plain('by-hand', 'Commands by hand'),
  'roll-back': () => plain('roll-back', 'Roll back…', 'danger'),
  'request-next': (_, { next }) => plain('request-next', `Request ${next ?? 'next'}`, 'primary'),
  'request-again': () => plain('request-again', 'Request again'),
  resume: () => plain('resume', 'Resume…'),
  'close-follow-up': () => plain('close-follow-up', 'Close review…', 'primary'),
  evidence: () => plain('evidence', 'Evidence'),
  history: () => plain('history', 'History'),
};

function plain(verb: ReleaseVerb, label: string, style: ButtonView['style'] = null): ButtonView {
  return { verb, label, style, confirm: null };
}

/** "Put churn v14 live in production, replacing v12." */
function consequence(state: ReleaseState, around: Around): Line {
  if (state.kind === 'rollback') return line('Roll back ', what(state, around, 30), '.');
  const named = line(outside(state.model, 40), ' ', incoming(state));
  const where = outside(state.environment, 30);
  if (state.kind === 'adoption') return line('Trust ', named, ' in ', where, ' as it is.');
  const from = replaced(state, around);
  const replacing = from === null ? ', where nothing is live.' : `, replacing ${v(from)}.`;
  return line('Put ', named, ' live in ', where, replacing, training(state, around));
}

/** "Starts a training run in production; the last one took 41 min." */
function training(state: ReleaseState, { lastTrainingMs }: Around): Line {
  if (!trains(state)) return [];
  const last = lastTrainingMs === undefined ? '' : `; the last one took ${lasted(lastTrainingMs)}`;
  return line(' Starts a training run in ', outside(state.environment, 30), `${last}.`);
}

function afterApproval(state: ReleaseState): string {
  if (state.evidence === null) return '';
  const { have, need } = quorum(state.evidence.requirements, state.approvals);
  const missing = need - have - 1;
  if (missing <= 0) return ' Starts by itself.';
  return ` Starts by itself after ${missing} more ${missing === 1 ? 'approval' : 'approvals'}.`;
}

function takenBack(phase: ReleaseState['phase']): Line {
  return line(
    'Your approval of this version no longer counts.',
    phase === 'approved' ? ' It does not start before somebody approves again.' : '',
  );
}

/** What stopping means at this moment. */
export function stopMeans(state: ReleaseState): Line {
  const execution = executionOf(state);
  if (execution === null || championIs(execution) === 'untouched') {
    const trained = execution !== null && isTraining(execution);
    return line(
      'Nothing live has changed yet. ',
      trained ? 'The training is ended,' : 'The running step ends,',
      ' then what was done is taken back.',
    );
  }
  const { from, to } = execution.targets.champion;
  return from === null
    ? line(`${v(to)} is live; Stop takes it off again, and nothing is live then.`)
    : line(`${v(to)} is live; Stop puts ${v(from)} back.`);
}

function isTraining({ steps }: Execution): boolean {
  return steps.some(({ kind, status }) => kind === 'await-training' && status !== 'done');
}

function putBack(state: ReleaseState): ButtonView {
  const from = state.execution?.targets.champion.from ?? null;
  const label = from === null ? 'Take it off' : `Put ${v(from)} back`;
  const words =
    from === null
      ? 'Takes back what was done; nothing is live then.'
      : `Takes back what was done; ${v(from)} is live then.`;
  return { verb: 'put-back', label, style: 'danger', confirm: { title: label, words: line(words), yes: label } };
}
