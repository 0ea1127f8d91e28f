import { expect, test } from 'vitest';
import { ELEMENTS, PASSIVE } from '../../sandbox/slack/blocks/element-limits.ts';
import type { Json, JsonObject } from '../../sandbox/slack/json.ts';
import { isEmpty } from '../../sandbox/slack/people/element-state.ts';
import { fillIn } from '../../sandbox/slack/people/fill-in.ts';
import { checkInput } from '../../sandbox/slack/people/input-check.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const a = { text: plain('Apple'), value: 'a' };
const b = { text: plain('Pear'), value: 'b' };
const options = [a, b];
const rich = { type: 'rich_text', elements: [] };

/** Per element: its fields, what is chosen, what is then held, and what is held untouched. */
const HELD: readonly (readonly [
  type: string,
  fields: JsonObject,
  value: Json,
  held: JsonObject,
  untouched: JsonObject,
])[] = [
  ['static_select', { options, initial_option: b }, 'a', { selected_option: a }, { selected_option: b }],
  [
    'static_select',
    { option_groups: [{ label: plain('x'), options }] },
    'Pear',
    { selected_option: b },
    { selected_option: null },
  ],
  [
    'external_select',
    {},
    'x',
    { selected_option: { text: { type: 'plain_text', text: 'x', emoji: true }, value: 'x' } },
    { selected_option: null },
  ],
  ['radio_buttons', { options }, 'b', { selected_option: b }, { selected_option: null }],
  [
    'checkboxes',
    { options, initial_options: [a] },
    ['a', 'b'],
    { selected_options: [a, b] },
    { selected_options: [a] },
  ],
  ['multi_static_select', { options }, ['b'], { selected_options: [b] }, { selected_options: [] }],
  ['multi_external_select', {}, [a], { selected_options: [a] }, { selected_options: [] }],
  ['users_select', { initial_user: 'U1' }, 'U2', { selected_user: 'U2' }, { selected_user: 'U1' }],
  ['conversations_select', {}, 'C1', { selected_conversation: 'C1' }, { selected_conversation: null }],
  ['channels_select', {}, 'C1', { selected_channel: 'C1' }, { selected_channel: null }],
  ['multi_users_select', {}, ['U1'], { selected_users: ['U1'] }, { selected_users: [] }],
  ['multi_conversations_select', {}, ['C1'], { selected_conversations: ['C1'] }, { selected_conversations: [] }],
  ['multi_channels_select', {}, ['C1'], { selected_channels: ['C1'] }, { selected_channels: [] }],
  [
    'datepicker',
    { initial_date: '2026-11-22' },
    '2026-11-23',
    { selected_date: '2026-11-23' },
    { selected_date: '2026-11-22' },
  ],
  ['timepicker', {}, '10:00', { selected_time: '10:00' }, { selected_time: null }],
  ['datetimepicker', {}, 1_800_000_000, { selected_date_time: 1_800_000_000 }, { selected_date_time: null }],
  ['plain_text_input', { initial_value: 'x' }, 'y', { value: 'y' }, { value: 'x' }],
  ['number_input', {}, '3', { value: '3' }, { value: null }],
  ['email_text_input', {}, 'a@b.example', { value: 'a@b.example' }, { value: null }],
  ['url_text_input', {}, 'https://a.example', { value: 'https://a.example' }, { value: null }],
  ['rich_text_input', {}, rich, { rich_text_value: rich }, { rich_text_value: null }],
  ['file_input', {}, ['F1'], { files: ['F1'] }, { files: [] }],
];

const blockOf = (type: string, fields: JsonObject) => ({
  type: 'input',
  block_id: 'block',
  element: { type, action_id: 'it', ...fields },
});

test.each(HELD)('a %s holds what is chosen, and its initial value before', (type, fields, value, held, untouched) => {
  const blocks = [blockOf(type, fields)];
  expect(fillIn(blocks, { it: value })).toEqual({ block: { it: { type, ...held } } });
  expect(fillIn(blocks, { block: value })).toEqual({ block: { it: { type, ...held } } });
  expect(fillIn(blocks, {})).toEqual({ block: { it: { type, ...untouched } } });
  expect(isEmpty({ type, ...held })).toBe(false);
});

test('every element that holds something is in the table', () => {
  const pressed = ['button', 'icon_button', 'workflow_button', 'feedback_buttons', 'overflow'];
  const expected = Object.keys(ELEMENTS).filter((type) => !PASSIVE.includes(type) && !pressed.includes(type));
  expect([...new Set(HELD.map(([type]) => type))].sort()).toEqual(expected.sort());
});

test('what a form does not offer cannot be chosen', () => {
  expect(() => fillIn([blockOf('static_select', { options })], { it: 'c' })).toThrow('No option c; there is: a, b');
  expect(() => fillIn([blockOf('static_select', { options })], { other: 'a' })).toThrow('does not ask for other');
  expect(() => fillIn([blockOf('button', {})], { it: 'a' })).toThrow('nothing to choose');
});

const INPUTS: readonly (readonly [
  type: string,
  fields: JsonObject,
  state: JsonObject,
  complaint: string | undefined,
])[] = [
  ['plain_text_input', { min_length: 2, max_length: 3 }, { value: 'xy' }, undefined],
  ['plain_text_input', { min_length: 2 }, { value: 'x' }, 'Must be at least 2 characters.'],
  ['plain_text_input', { max_length: 3 }, { value: 'xxxx' }, 'Must be at most 3 characters.'],
  ['plain_text_input', {}, { value: null }, 'Please complete this required field.'],
  ['number_input', { is_decimal_allowed: false }, { value: '1.5' }, 'Please enter a whole number.'],
  ['number_input', { is_decimal_allowed: true, min_value: '1', max_value: '2' }, { value: '1.5' }, undefined],
  ['number_input', { is_decimal_allowed: true, min_value: '1' }, { value: '0' }, 'Must be at least 1.'],
  ['number_input', { is_decimal_allowed: true, max_value: '2' }, { value: '3' }, 'Must be at most 2.'],
  ['number_input', { is_decimal_allowed: true }, { value: 'many' }, 'Please enter a number.'],
  ['email_text_input', {}, { value: 'nobody' }, 'Please enter a valid email address.'],
  ['url_text_input', {}, { value: 'nowhere' }, 'Please enter a valid URL.'],
  ['multi_users_select', { max_selected_items: 1 }, { selected_users: ['U1', 'U2'] }, 'Choose at most 1.'],
];

test.each(INPUTS)('%s %j with %j', (type, fields, state, complaint) => {
  expect(checkInput({ type, ...fields }, { type, ...state }, false)).toBe(complaint);
});

test('an optional input may stay empty', () => {
  expect(checkInput({ type: 'datepicker' }, { type: 'datepicker', selected_date: null }, true)).toBeUndefined();
});
