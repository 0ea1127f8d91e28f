import { type JsonObject, listOf, textOf } from '../json.ts';
import { isEmpty } from './element-state.ts';

/** What Slack's client says under an input before it sends anything; nothing when all is well. */
export function checkInput(element: JsonObject, state: JsonObject, optional: boolean): string | undefined {
  if (isEmpty(state)) return optional ? undefined : 'Please complete this required field.';
  const value = textOf(state['value']);
  switch (element['type']) {
    case 'plain_text_input':
      return checkLength(value, Number(element['min_length'] ?? 0), Number(element['max_length'] ?? 3000));
    case 'number_input':
      return checkNumber(element, value);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Please enter a valid URL.';
    default:
      return checkCount(element, state);
  }
}

function checkLength(value: string, min: number, max: number): string | undefined {
  if (value.length < min) return `Must be at least ${min} characters.`;
  return value.length > max ? `Must be at most ${max} characters.` : undefined;
}

function checkNumber(element: JsonObject, value: string): string | undefined {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return 'Please enter a number.';
  if (element['is_decimal_allowed'] !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (number < Number(element['min_value'] ?? -Infinity)) return `Must be at least ${String(element['min_value'])}.`;
  return number > Number(element['max_value'] ?? Infinity)
    ? `Must be at most ${String(element['max_value'])}.`
    : undefined;
}

function checkCount(element: JsonObject, state: JsonObject): string | undefined {
  const most = Number(element['max_selected_items'] ?? Infinity);
  const chosen = Object.values(state).reduce((count: number, value) => Math.max(count, listOf(value).length), 0);
  return chosen > most ? `Choose at most ${most}.` : undefined;
}
