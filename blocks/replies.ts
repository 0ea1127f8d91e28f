import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Answer, Refusal } from '../src/release/outcome.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { type Line, line, outside } from '../src/release/view-words.ts';
import { answerWords } from './answers.ts';
import { leaves, type People, pushText, text } from './leaves.ts';
import { fitting, type Message, richText } from './message.ts';
import { refusalWords } from './refusals.ts';
import { resumeButtons } from './resume-and-request.ts';

/** What a request came to, as the release service answers it. */
export interface ReplyView {
  readonly outcome:
    | { readonly kind: 'answer'; readonly answer: Answer }
    | { readonly kind: 'refusal'; readonly refusal: Refusal };
  readonly release: ReleaseState | null;
  /** Where the card is. */
  readonly card: { readonly channel: string } | null;
}

/** The private answer to a click or a command. */
export function replyMessage({ outcome, release, card }: ReplyView, people: People): Message {
  const words = outcome.kind === 'answer' ? answerWords(outcome.answer) : refusalWords(outcome.refusal);
  const about =
    release === null ? [] : line(outside(release.model, 60), ' in ', outside(release.environment, 40), ': ');
  const message = sentence(
    line(about, words),
    people,
    card === null ? [] : [text(' See the card in '), channel(card.channel), text('.')],
  );
  return outcome.kind === 'refusal' ? { ...message, blocks: [...message.blocks, ...waysOn(outcome.refusal)] } : message;
}

/** What can be pressed about a no. */
function waysOn(refusal: Refusal): KnownBlock[] {
  return refusal.kind === 'paused-after-rollback' ? resumeButtons(refusal) : [];
}

/** Why a question was refused. */
export function refusalMessage(refusal: Refusal, people: People): Message {
  return sentence(refusalWords(refusal), people);
}

/** One sentence as a message. */
export function sentence(words: Line, people: People, after: readonly RichTextElement[] = []): Message {
  return {
    text: pushText(words, people),
    blocks: fitting((scale): KnownBlock[] =>
      richText({ type: 'rich_text_section', elements: [...leaves(words, people, scale), ...after] }),
    ),
  };
}

/** Said when a delivery could not be written down, and so nothing was done. */
export const notWrittenDown = 'I could not write this down; nothing was done. Try again.';

/** Said about a button or a modal whose value is not one of ours. */
export const notUnderstood = 'I do not understand this button any more. Look at the newest card, or type help.';

function channel(id: string): RichTextElement {
  return { type: 'channel', channel_id: id };
}
