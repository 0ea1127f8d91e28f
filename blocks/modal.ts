import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { reasonInput } from './actions.ts';
import { limits } from './limits.ts';
import { plainText } from './message.ts';

interface Form {
  readonly title: string;
  readonly submit: string;
  readonly callback: string;
  readonly metadata: string;
}

/** A modal with something to submit. */
export function formModal({ title, submit, callback, metadata }: Form, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: metadata,
    title: plainText(title, limits.view.title),
    submit: plainText(submit, limits.view.title),
    close: plainText('Not now', limits.view.title),
    blocks,
  };
}

/** A modal to read. */
export function readModal(title: string, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    title: plainText(title, limits.view.title),
    close: plainText('Close', limits.view.title),
    blocks: blocks.slice(0, limits.view.blocks),
  };
}

interface Field {
  readonly label: string;
  readonly hint: string;
  readonly optional: boolean;
  readonly prefilled: string;
  /** Left out, typing begins here as soon as the window is open. */
  readonly after?: 'something else';
}

/** The one input of a reason modal. */
export function reasonField(asked: Field): InputBlock {
  return {
    type: 'input',
    block_id: reasonInput.block,
    optional: asked.optional,
    label: plainText(asked.label, limits.input.label),
    hint: plainText(asked.hint, limits.input.hint),
    element: {
      type: 'plain_text_input',
      action_id: reasonInput.action,
      multiline: true,
      max_length: limits.reason,
      focus_on_load: asked.after === undefined,
      ...(asked.prefilled === '' ? {} : { initial_value: asked.prefilled.slice(0, limits.reason) }),
    },
  };
}
