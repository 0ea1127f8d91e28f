import { type ComponentChild, type ComponentType, h } from 'preact';
import { textOf } from '../../slack/json.ts';
import { Checkboxes, RadioButtons } from './boxes.ts';
import { Button, Feedback, IconButton } from './button.ts';
import { ExternalSelect } from './external-select.ts';
import { Overflow } from './overflow.ts';
import { MultiSelect, Select } from './select.ts';
import { FileInput, Picker, RichTextInput, TextInput } from './typed.ts';
import type { ElementProps } from './use-element.ts';

/** How every interactive element is drawn. */
const ELEMENTS: Readonly<Record<string, ComponentType<ElementProps>>> = {
  button: Button,
  workflow_button: Button,
  icon_button: IconButton,
  feedback_buttons: Feedback,
  overflow: Overflow,
  static_select: Select,
  users_select: Select,
  channels_select: Select,
  conversations_select: Select,
  external_select: ExternalSelect,
  multi_static_select: MultiSelect,
  multi_users_select: MultiSelect,
  multi_channels_select: MultiSelect,
  multi_conversations_select: MultiSelect,
  multi_external_select: ExternalSelect,
  checkboxes: Checkboxes,
  radio_buttons: RadioButtons,
  datepicker: Picker,
  timepicker: Picker,
  datetimepicker: Picker,
  plain_text_input: TextInput,
  number_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  rich_text_input: RichTextInput,
  file_input: FileInput,
};

/** Draws an element that people can use. */
export function drawElement({ element, block }: ElementProps): ComponentChild {
  const type = textOf(element['type']);
  const draw = ELEMENTS[type];
  return draw
    ? h(draw, { key: textOf(element['action_id']), element, block })
    : h('em', { class: 'quiet' }, `(${type})`);
}
