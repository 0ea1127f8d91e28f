import { isObject, type Json, type JsonObject, listOf, objectsOf, textOf } from '../json.ts';

type Part = {
  readonly key: string;
  readonly initial: string;
  readonly holds: 'option' | 'options' | 'value' | 'values';
};

const OPTION: Part = { key: 'selected_option', initial: 'initial_option', holds: 'option' };
const OPTIONS: Part = { key: 'selected_options', initial: 'initial_options', holds: 'options' };
const TYPED: Part = { key: 'value', initial: 'initial_value', holds: 'value' };

/** How each element says what is chosen or typed in it. */
const PARTS: Readonly<Record<string, Part>> = {
  static_select: OPTION,
  external_select: OPTION,
  radio_buttons: OPTION,
  overflow: OPTION,
  multi_static_select: OPTIONS,
  multi_external_select: OPTIONS,
  checkboxes: OPTIONS,
  users_select: { key: 'selected_user', initial: 'initial_user', holds: 'value' },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', holds: 'value' },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', holds: 'value' },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', holds: 'values' },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', holds: 'values' },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', holds: 'values' },
  datepicker: { key: 'selected_date', initial: 'initial_date', holds: 'value' },
  timepicker: { key: 'selected_time', initial: 'initial_time', holds: 'value' },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', holds: 'value' },
  plain_text_input: TYPED,
  number_input: TYPED,
  email_text_input: TYPED,
  url_text_input: TYPED,
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', holds: 'value' },
  file_input: { key: 'files', initial: 'initial_files', holds: 'values' },
};

/** What an element holds before anybody touches it; `undefined` for buttons, which hold nothing. */
export function initialState(element: JsonObject): JsonObject | undefined {
  const type = textOf(element['type']);
  const part = PARTS[type];
  if (!part || type === 'overflow') return undefined;
  const many = part.holds === 'options' || part.holds === 'values';
  return { type, [part.key]: element[part.initial] ?? (many ? [] : null) };
}

/** What an element holds after a person chose or typed; throws when it does not offer that. */
export function chosenState(element: JsonObject, value: Json): JsonObject {
  const type = textOf(element['type']);
  const part = PARTS[type];
  if (!part) throw new Error(`A ${type} has nothing to choose or type`);
  return { type, [part.key]: valueFor(element, part, value) };
}

/** Whether nothing is chosen or typed. */
export function isEmpty(state: JsonObject): boolean {
  const values = Object.entries(state).filter(([name]) => name !== 'type');
  return values.every(([, value]) => value === null || value === '' || (Array.isArray(value) && value.length === 0));
}

/** All options an element offers, those in groups too. */
export function optionsOf(element: JsonObject): readonly JsonObject[] {
  const groups = objectsOf(element['option_groups']).flatMap((group) => objectsOf(group['options']));
  return [...objectsOf(element['options']), ...groups];
}

function valueFor(element: JsonObject, part: Part, value: Json): Json {
  if (part.holds === 'option') return optionFor(element, value);
  if (part.holds === 'options') return listOf(value).map((each) => optionFor(element, each));
  return part.holds === 'values' ? listOf(value) : value;
}

function optionFor(element: JsonObject, value: Json): Json {
  if (isObject(value)) return value;
  const options = optionsOf(element);
  const found = options.find((option) => option['value'] === value || labelOf(option) === value);
  if (found) return found;
  if (!textOf(element['type']).includes('external')) {
    throw new Error(
      `No option ${String(value)}; there is: ${options.map((option) => textOf(option['value'])).join(', ')}`,
    );
  }
  return { text: { type: 'plain_text', text: String(value), emoji: true }, value: String(value) };
}

function labelOf(option: JsonObject): string {
  return isObject(option['text']) ? textOf(option['text']['text']) : '';
}
