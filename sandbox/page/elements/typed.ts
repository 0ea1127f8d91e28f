import { type ComponentChild, h } from 'preact';
import { type JsonObject, listOf, objectOf, textOf, walk } from '../../slack/json.ts';
import { describedBy, type ElementProps, useElement } from './use-element.ts';

const KINDS: Readonly<Record<string, string>> = {
  number_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  plain_text_input: 'text',
};

/** A field for words, numbers, an address or a link. */
export function TextInput({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const triggers = listOf(objectOf(element['dispatch_action_config'])['trigger_actions_on']);
  const atOnce = triggers.includes('on_character_entered');
  const type = textOf(element['type']);
  const field = {
    class: 'text-input',
    id: control.id,
    placeholder: control.placeholder,
    'aria-label': control.label,
    defaultValue: textOf(control.held) || textOf(element['initial_value']),
    autofocus: element['focus_on_load'] === true,
    ...lengthOf(element),
    ...describedBy(control),
    onInput: (event: Event) => (atOnce ? control.take(typedIn(event)) : control.hold(typedIn(event))),
  };
  const enter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || block['dispatch_action'] !== true || atOnce) return;
    event.preventDefault();
    control.take(typedIn(event));
  };
  return element['multiline'] === true
    ? h('textarea', { ...field, rows: 4 })
    : h('input', {
        ...field,
        type: KINDS[type] ?? 'text',
        ...(type === 'number_input' ? { inputMode: 'decimal' } : {}),
        onKeyDown: enter,
      });
}

/** A field for text with formatting; here it takes plain words. */
export function RichTextInput({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const words = walk(control.held ?? element['initial_value'])
    .map(({ text }) => textOf(text))
    .join('');
  const richly = (text: string): JsonObject => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  });
  return h('textarea', {
    class: 'text-input',
    id: control.id,
    rows: 4,
    'aria-label': control.label,
    placeholder: control.placeholder,
    defaultValue: words,
    ...describedBy(control),
    onInput: (event: Event) => control.hold(richly(typedIn(event))),
  });
}

/** A date, a time, or both. */
export function Picker({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const type = textOf(element['type']);
  const [kind, initial] = PICKERS[type] ?? ['date', 'initial_date'];
  const moment = kind === 'datetime-local';
  const shown = control.held ?? element[initial] ?? '';
  return h('input', {
    key: control.turn,
    class: 'text-input picker',
    id: control.id,
    type: kind,
    'aria-label': control.label,
    defaultValue: moment && typeof shown === 'number' ? localMoment(shown) : String(shown),
    ...describedBy(control),
    onChange: (event: Event) => {
      const value = typedIn(event);
      control.take(moment && value ? Math.floor(new Date(value).getTime() / 1000) : value || null);
    },
  });
}

const PICKERS: Readonly<Record<string, readonly [kind: string, initial: string]>> = {
  datepicker: ['date', 'initial_date'],
  timepicker: ['time', 'initial_time'],
  datetimepicker: ['datetime-local', 'initial_date_time'],
};

/** Files cannot be chosen on this page; the control API can name them. */
export function FileInput(): ComponentChild {
  return h('p', { class: 'quiet' }, 'This page cannot send files. Use the control API to fill this in.');
}

/** What somebody typed, from the event of it. */
function typedIn({ target }: Event): string {
  const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return field ? target.value : '';
}

function lengthOf(element: JsonObject): { maxLength?: number } {
  const { max_length: most } = element;
  return typeof most === 'number' ? { maxLength: most } : {};
}

function localMoment(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
