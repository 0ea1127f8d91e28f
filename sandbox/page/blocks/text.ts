import { type ComponentChild, h } from 'preact';
import { type Json, objectOf, textOf } from '../../slack/json.ts';
import { withEmoji } from './emoji.ts';
import { Mrkdwn } from './mrkdwn.ts';

/** The words of a text object, without any markup. */
export function wordsOf(value: Json | undefined): string {
  const { text, emoji } = objectOf(value);
  return emoji === false ? textOf(text) : withEmoji(textOf(text));
}

/** A text object as it is drawn: markup where it is `mrkdwn`, else as it stands. */
export function drawText(value: Json | undefined): ComponentChild {
  const { type, text } = objectOf(value);
  return type === 'mrkdwn' ? h(Mrkdwn, { text: textOf(text) }) : wordsOf(value);
}
