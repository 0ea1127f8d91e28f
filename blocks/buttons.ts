import type { ActionsBlock, Button, ConfirmationDialog, Overflow, PlainTextOption } from '@slack/types';
import type { ReleaseVerb } from '../src/release/available.ts';
import type { ReleaseId } from '../src/release/ids.ts';
import type { ButtonView, CardView } from '../src/release/view-shape.ts';
import {
  abandonRelease,
  acceptVerdicts,
  approveRelease,
  approveWithNote,
  checkRelease,
  closeFollowUp,
  moreOfRelease,
  moreVerbs,
  putBackRelease,
  rejectRelease,
  requestAgain,
  requestNext,
  resumeScope,
  retryRelease,
  rollBackRelease,
  showByHand,
  showEvidence,
  showHistory,
  stopRelease,
  takeBackApproval,
  withdrawRelease,
} from './actions.ts';
import { type People, plainLine } from './leaves.ts';
import { limits } from './limits.ts';
import { plainText } from './message.ts';
import { tame } from './text.ts';

/** What a button is about: all that its value can carry. */
export type About = Pick<CardView, 'release' | 'about'>;

/** What is pressed: the id on the wire and the value, null when it cannot be offered. */
interface Press {
  readonly id: string;
  readonly value: string | null;
}

type Wire = (about: About) => Press;

const presses: Record<ReleaseVerb, Wire> = {
  approve: onEvidence(approveRelease),
  'approve-with-note': onEvidence(approveWithNote),
  'accept-verdicts': onEvidence(acceptVerdicts),
  'take-back': onRelease(takeBackApproval),
  'close-follow-up': onRelease(closeFollowUp),
  reject: onEvidence(rejectRelease),
  withdraw: onRelease(withdrawRelease),
  'check-again': onRelease(checkRelease),
  stop: onRelease(stopRelease),
  retry: onRelease(retryRelease),
  'put-back': onRelease(putBackRelease),
  abandon: onRelease(abandonRelease),
  'by-hand': onRelease(showByHand),
  'roll-back': onRelease(rollBackRelease),
  'request-next': ({ release, about: { next } }) => ({
    id: requestNext.id,
    value: next === null ? null : requestNext.encode({ release, environment: next }),
  }),
  'request-again': onRelease(requestAgain),
  resume: ({ about: { lane } }) => ({ id: resumeScope.id, value: resumeScope.encode({ scope: lane }) }),
  evidence: onRelease(showEvidence),
  history: onRelease(showHistory),
};

/** Decisions on the evidence that the card showed, also when they are in the overflow. */
const onWhatWasSeen: readonly ReleaseVerb[] = ['approve-with-note', 'accept-verdicts', 'reject'];

function onRelease(action: { id: string; encode(value: { release: ReleaseId }): string | null }): Wire {
  return ({ release }) => ({ id: action.id, value: action.encode({ release }) });
}

function onEvidence(action: typeof approveRelease): Wire {
  return ({ release, about: { evidence } }) => ({
    id: action.id,
    value: evidence === null ? null : action.encode({ release, evidence }),
  });
}

/** The row of buttons under a card, with its overflow; none when there is nothing to press. */
export function cardButtons(card: CardView, people: People): ActionsBlock[] {
  const buttons = card.buttons.flatMap((view) => pressable(view, presses[view.verb](card), people));
  const more = overflow(card);
  const elements = [...buttons, ...more];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

/** One button, or none when its value cannot be carried. */
export function pressable(view: ButtonView<string>, { id, value }: Press, people: People): Button[] {
  if (value === null) return [];
  const label = tame(view.label, limits.button.text);
  return [
    {
      type: 'button',
      action_id: id,
      text: plainText(label, limits.button.text),
      value,
      ...(view.style === null ? {} : { style: view.style }),
      ...(view.confirm === null ? {} : { confirm: confirmation(view, view.confirm, people) }),
    },
  ];
}

function confirmation(
  view: ButtonView<string>,
  { title, words, yes }: NonNullable<ButtonView['confirm']>,
  people: People,
): ConfirmationDialog {
  return {
    title: plainText(`${title}?`, limits.confirm.title),
    text: plainText(plainLine(words, people, limits.confirm.text), limits.confirm.text),
    confirm: plainText(yes, limits.confirm.button),
    deny: plainText('Not now', limits.confirm.button),
    ...(view.style === null ? {} : { style: view.style }),
  };
}

function overflow(card: CardView): Overflow[] {
  const options = card.more.flatMap((view) => option(card, view));
  const [first, ...rest] = options.slice(0, limits.overflow.options);
  return first === undefined ? [] : [{ type: 'overflow', action_id: moreOfRelease.id, options: [first, ...rest] }];
}

function option({ release, about: { evidence } }: About, view: ButtonView): PlainTextOption[] {
  const verb = moreVerbs.find((one) => one === view.verb);
  const seen = evidence === null || !onWhatWasSeen.includes(view.verb) ? {} : { seen: evidence };
  const value = verb === undefined ? null : moreOfRelease.encode({ verb, release, ...seen });
  return value === null ? [] : [{ text: plainText(view.label, limits.overflow.text), value }];
}
