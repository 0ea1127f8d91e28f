import { type ComponentChild, h } from 'preact';
import type { JsonObject } from '../slack/json.ts';
import { drawText, wordsOf } from './blocks/text.ts';
import { ModalFrame } from './modal-frame.ts';

/** A question before something is done, as a confirm object words it. */
export function Confirm(props: {
  readonly dialog: JsonObject;
  readonly answer: (yes: boolean) => void;
}): ComponentChild {
  const { title, text, confirm, deny, style } = props.dialog;
  const no = (): void => props.answer(false);
  const label = wordsOf(title) || 'Are you sure?';
  return h(
    ModalFrame,
    { label, look: 'confirm', leave: no },
    h('h2', {}, label),
    h('div', { class: 'confirm-words' }, drawText(text)),
    h(
      'div',
      { class: 'dialog-buttons' },
      h('button', { type: 'button', class: 'button', onClick: no }, wordsOf(deny) || 'Cancel'),
      h(
        'button',
        {
          type: 'button',
          class: `button ${style === 'danger' ? 'danger' : 'primary'}`,
          autofocus: true,
          onClick: () => props.answer(true),
        },
        wordsOf(confirm) || 'Yes',
      ),
    ),
  );
}
