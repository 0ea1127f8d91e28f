import { describe, expect, test } from 'vitest';
import { BLOCKS } from '../../sandbox/slack/block-limits.ts';
import { checkBlocks } from '../../sandbox/slack/blocks/check-blocks.ts';
import { checkView } from '../../sandbox/slack/blocks/check-view.ts';
import { ELEMENTS } from '../../sandbox/slack/blocks/element-limits.ts';
import type { Surface } from '../../sandbox/slack/blocks/limit-rules.ts';
import type { Json, JsonObject } from '../../sandbox/slack/json.ts';

/** How a block or element is made with something of size `n`, the largest `n` that passes, and the smallest if it is not 0 or 1. */
type Case = readonly [name: string, make: (n: number) => Json, most: number, least?: number];

const plain = (n: number) => ({ type: 'plain_text', text: 'x'.repeat(n) });
const mrkdwn = (n: number) => ({ type: 'mrkdwn', text: 'x'.repeat(n) });
const chars = (n: number) => 'x'.repeat(n);
const address = (n: number) => (n < 20 ? 'not an address' : `https://a.example/${chars(n - 18)}`);
const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const option = (index: number) => ({ text: plain(3), value: `v${index}` });
const options = (n: number) => times(n, option);
const rich = (n = 3) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: chars(n) }] }],
});
const button = (index = 0) => ({ type: 'button', action_id: `b${index}`, text: plain(3) });
const image = { type: 'image', image_url: 'https://a.example/x.png', alt_text: 'x' };
const cells = (n: number) => times(n, () => ({ type: 'raw_text', text: 'x' }));
const task = { type: 'task_card', task_id: 't', title: 'x', status: 'pending' };
const video = {
  type: 'video',
  title: plain(3),
  alt_text: 'x',
  video_url: 'https://a.example/v',
  thumbnail_url: 'https://a.example/t',
};
const pie = (n: number) => ({ type: 'pie', segments: times(n, () => ({ label: 'x', value: 1 })) });
const line = (series: number, points: number, name = 1) => ({
  type: 'line',
  series: times(series, () => ({ name: chars(name), data: times(points, () => ({ label: 'x', value: 0 })) })),
  axis_config: { categories: ['x'] },
});
const chart = (drawn: JsonObject, title = 1) => ({ type: 'data_visualization', title: chars(title), chart: drawn });
const feedback = (label: number, value = 1) => ({ text: plain(label), value: chars(value) });

/** Per block, cases in the first surface it may be used in. */
const BLOCK_CASES: Readonly<Record<string, readonly Case[]>> = {
  section: [
    ['text', (n) => ({ type: 'section', text: mrkdwn(n) }), 3000],
    ['fields', (n) => ({ type: 'section', fields: times(n, () => mrkdwn(3)) }), 10],
    ['field', (n) => ({ type: 'section', fields: [mrkdwn(n)] }), 2000],
    ['block_id', (n) => ({ type: 'section', text: mrkdwn(1), block_id: chars(n) }), 255, 0],
  ],
  header: [['text', (n) => ({ type: 'header', text: plain(n) }), 150]],
  divider: [['block_id', (n) => ({ type: 'divider', block_id: chars(n) }), 255, 0]],
  context: [['elements', (n) => ({ type: 'context', elements: times(n, () => mrkdwn(1)) }), 10]],
  actions: [['elements', (n) => ({ type: 'actions', elements: times(n, button) }), 25]],
  image: [
    ['alt_text', (n) => ({ ...image, alt_text: chars(n) }), 2000],
    ['title', (n) => ({ ...image, title: plain(n) }), 2000],
    ['image_url', (n) => ({ ...image, image_url: address(n) }), 3000, 20],
  ],
  input: [
    ['label', (n) => ({ type: 'input', label: plain(n), element: { type: 'datepicker', action_id: 'd' } }), 2000],
    [
      'hint',
      (n) => ({ type: 'input', label: plain(1), hint: plain(n), element: { type: 'datepicker', action_id: 'd' } }),
      2000,
    ],
  ],
  rich_text: [
    [
      'indent',
      (n) => ({
        type: 'rich_text',
        elements: [{ type: 'rich_text_list', style: 'bullet', indent: n, elements: rich().elements }],
      }),
      8,
      0,
    ],
  ],
  video: [['title', (n) => ({ ...video, title: plain(n) }), 199]],
  markdown: [['text', (n) => ({ type: 'markdown', text: chars(n) }), 12_000]],
  table: [
    ['rows', (n) => ({ type: 'table', rows: times(n, () => cells(2)) }), 100],
    ['cells', (n) => ({ type: 'table', rows: [cells(n)] }), 20],
    [
      'column_settings',
      (n) => ({ type: 'table', rows: [cells(2)], column_settings: times(n, () => ({ align: 'left' })) }),
      20,
    ],
  ],
  data_table: [
    ['rows', (n) => ({ type: 'data_table', caption: 'x', rows: times(n, () => cells(2)) }), 101, 2],
    ['page_size', (n) => ({ type: 'data_table', caption: 'x', rows: times(2, () => cells(2)), page_size: n }), 100],
  ],
  data_visualization: [
    ['title', (n) => chart(pie(1), n), 50],
    ['segments', (n) => chart(pie(n)), 12],
    ['series', (n) => chart(line(n, 1)), 12],
    ['points', (n) => chart(line(1, n)), 20],
    ['series name', (n) => chart(line(1, 1, n)), 20],
    ['axis label', (n) => chart({ ...line(1, 1), axis_config: { categories: ['a'], y_label: chars(n) } }), 50],
  ],
  card: [
    ['title', (n) => ({ type: 'card', title: mrkdwn(n) }), 150],
    ['subtitle', (n) => ({ type: 'card', title: mrkdwn(1), subtitle: mrkdwn(n) }), 150],
    ['body', (n) => ({ type: 'card', body: mrkdwn(n) }), 200],
    ['actions', (n) => ({ type: 'card', actions: times(n, button) }), 3],
  ],
  carousel: [
    ['elements', (n) => ({ type: 'carousel', elements: times(n, () => ({ type: 'card', body: mrkdwn(1) })) }), 10],
  ],
  container: [
    ['title', (n) => ({ type: 'container', title: plain(n), child_blocks: [{ type: 'divider' }] }), 150],
    [
      'children',
      (n) => ({ type: 'container', title: plain(1), child_blocks: times(n, () => ({ type: 'divider' })) }),
      10,
    ],
  ],
  alert: [['text', (n) => ({ type: 'alert', text: plain(n) }), 200]],
  context_actions: [
    [
      'elements',
      (n) => ({
        type: 'context_actions',
        elements: times(n, (i) => ({ type: 'icon_button', action_id: `i${i}`, icon: 'trash', text: plain(1) })),
      }),
      5,
    ],
  ],
  plan: [['title', (n) => ({ type: 'plan', title: chars(n), tasks: [task] }), 255]],
  task_card: [['title', (n) => ({ ...task, title: chars(n) }), 255]],
};

const choice = (type: string, more: JsonObject = {}): readonly Case[] => [
  ['placeholder', (n) => ({ type, action_id: 'a', ...more, placeholder: plain(n) }), 150],
  ['action_id', (n) => ({ type, action_id: chars(n), ...more }), 255, 0],
];
const many = (type: string, more: JsonObject = {}): readonly Case[] => [
  ...choice(type, more),
  ['max_selected_items', (n) => ({ type, action_id: 'a', ...more, max_selected_items: n }), 100],
];
const typed = (type: string, more: JsonObject = {}): readonly Case[] => choice(type, more);
const chooser = (type: string): readonly Case[] => [
  ['options', (n) => ({ type, action_id: 'a', options: options(n) }), 10],
];

/** Per element, cases inside the block that may hold it. */
const ELEMENT_CASES: Readonly<Record<string, readonly Case[]>> = {
  button: [
    ['text', (n) => ({ ...button(), text: plain(n) }), 75],
    ['value', (n) => ({ ...button(), value: chars(n) }), 2000],
    ['url', (n) => ({ ...button(), url: address(n) }), 3000, 20],
    ['accessibility_label', (n) => ({ ...button(), accessibility_label: chars(n) }), 75],
    ['action_id', (n) => ({ ...button(), action_id: chars(n) }), 255, 0],
    ['confirm title', (n) => ({ ...button(), confirm: { title: plain(n), text: plain(1) } }), 100],
    ['confirm text', (n) => ({ ...button(), confirm: { text: plain(n) } }), 300],
    ['confirm yes', (n) => ({ ...button(), confirm: { text: plain(1), confirm: plain(n) } }), 30],
    ['confirm no', (n) => ({ ...button(), confirm: { text: plain(1), deny: plain(n) } }), 30],
  ],
  overflow: [
    ['options', (n) => ({ type: 'overflow', action_id: 'a', options: options(n) }), 5],
    ['option text', (n) => ({ type: 'overflow', action_id: 'a', options: [{ text: plain(n), value: 'v' }] }), 75],
    ['option value', (n) => ({ type: 'overflow', action_id: 'a', options: [{ text: plain(1), value: chars(n) }] }), 75],
    [
      'option url',
      (n) => ({ type: 'overflow', action_id: 'a', options: [{ text: plain(1), value: 'v', url: address(n) }] }),
      3000,
      20,
    ],
  ],
  static_select: [
    ...choice('static_select', { options: options(1) }),
    ['options', (n) => ({ type: 'static_select', action_id: 'a', options: options(n) }), 100],
    [
      'groups',
      (n) => ({
        type: 'static_select',
        action_id: 'a',
        option_groups: times(n, (i) => ({ label: plain(1), options: [option(i)] })),
      }),
      100,
    ],
    [
      'group label',
      (n) => ({ type: 'static_select', action_id: 'a', option_groups: [{ label: plain(n), options: options(1) }] }),
      75,
    ],
    [
      'option description',
      (n) => ({ type: 'static_select', action_id: 'a', options: [{ ...option(1), description: plain(n) }] }),
      75,
    ],
  ],
  external_select: choice('external_select'),
  users_select: choice('users_select'),
  conversations_select: choice('conversations_select'),
  channels_select: choice('channels_select'),
  multi_static_select: many('multi_static_select', { options: options(1) }),
  multi_external_select: many('multi_external_select'),
  multi_users_select: many('multi_users_select'),
  multi_conversations_select: many('multi_conversations_select'),
  multi_channels_select: many('multi_channels_select'),
  checkboxes: chooser('checkboxes'),
  radio_buttons: chooser('radio_buttons'),
  datepicker: choice('datepicker'),
  timepicker: choice('timepicker'),
  datetimepicker: [['action_id', (n) => ({ type: 'datetimepicker', action_id: chars(n) }), 255, 0]],
  plain_text_input: [
    ...typed('plain_text_input'),
    ['max_length', (n) => ({ type: 'plain_text_input', action_id: 'a', max_length: n }), 3000],
    ['min_length', (n) => ({ type: 'plain_text_input', action_id: 'a', min_length: n }), 3000, 0],
  ],
  number_input: typed('number_input', { is_decimal_allowed: true }),
  email_text_input: typed('email_text_input'),
  url_text_input: typed('url_text_input'),
  file_input: [['max_files', (n) => ({ type: 'file_input', action_id: 'a', max_files: n }), 10]],
  rich_text_input: typed('rich_text_input'),
  feedback_buttons: [
    [
      'label',
      (n) => ({ type: 'feedback_buttons', action_id: 'a', positive_button: feedback(n), negative_button: feedback(1) }),
      75,
    ],
    [
      'value',
      (n) => ({
        type: 'feedback_buttons',
        action_id: 'a',
        positive_button: feedback(1, n),
        negative_button: feedback(1),
      }),
      2000,
    ],
  ],
  icon_button: [
    [
      'visible_to_user_ids',
      (n) => ({
        type: 'icon_button',
        action_id: 'a',
        icon: 'trash',
        text: plain(1),
        visible_to_user_ids: times(n, (i) => `U${i}`),
      }),
      10,
    ],
  ],
  workflow_button: [['text', (n) => ({ type: 'workflow_button', action_id: 'a', text: plain(n), workflow: {} }), 75]],
  image: [['alt_text', (n) => ({ ...image, alt_text: chars(n) }), 2000]],
  url: [['text', (n) => ({ type: 'url', url: 'https://a.example', text: chars(n) }), 255]],
  plain_text: [['text', plain, 3000]],
  mrkdwn: [['text', mrkdwn, 3000]],
};

const HOLDERS: Readonly<Record<string, (element: Json) => Json>> = {
  image: (element) => ({ type: 'context', elements: [element] }),
  plain_text: (element) => ({ type: 'context', elements: [element] }),
  mrkdwn: (element) => ({ type: 'context', elements: [element] }),
  url: (element) => ({ ...task, sources: [element] }),
  icon_button: (element) => ({ type: 'context_actions', elements: [element] }),
  feedback_buttons: (element) => ({ type: 'context_actions', elements: [element] }),
};
const IN_INPUT = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input', 'file_input'];

function held(name: string, element: Json): Json {
  if (IN_INPUT.includes(name)) return { type: 'input', label: plain(1), element };
  return HOLDERS[name]?.(element) ?? { type: 'actions', elements: [element] };
}

const SURFACES: readonly Surface[] = ['message', 'modal', 'home'];

const rows = [
  ...Object.entries(BLOCK_CASES).flatMap(([name, cases]) =>
    cases.map(([what, make, most, least = 1]) => ({ name, what, make, most, least, surfaces: BLOCKS[name]?.surfaces })),
  ),
  ...Object.entries(ELEMENT_CASES).flatMap(([name, cases]) =>
    cases.map(([what, make, most, least = 1]) => ({
      name,
      what,
      make: (n: number) => held(name, make(n)),
      most,
      least,
      surfaces: ELEMENTS[name]?.surfaces,
    })),
  ),
];

test('every block and every element has cases', () => {
  expect(Object.keys(BLOCK_CASES).sort()).toEqual(Object.keys(BLOCKS).sort());
  expect(Object.keys(ELEMENT_CASES).sort()).toEqual(Object.keys(ELEMENTS).sort());
  expect(rows.every(({ what }) => what.length > 0)).toBe(true);
});

describe.each(rows)('$name $what, at most $most', ({ make, most, least, surfaces = SURFACES }) => {
  const [surface = 'message'] = surfaces;
  test('passes at the limit and is refused beyond it', () => {
    expect(checkBlocks([make(most)], surface)).toEqual([]);
    expect(checkBlocks([make(most + 1)], surface)).not.toEqual([]);
    expect(checkBlocks([make(least)], surface)).toEqual([]);
    if (least > 0) expect(checkBlocks([make(least - 1)], surface)).not.toEqual([]);
  });

  test.each(SURFACES)('on a %s as the table says', (where) => {
    expect(checkBlocks([make(most)], where).length === 0).toBe(surfaces.includes(where));
  });
});

const SURROUND: readonly (readonly [string, Json, string | undefined])[] = [
  ['50 blocks', times(50, () => ({ type: 'divider' })), undefined],
  ['51 blocks', times(51, () => ({ type: 'divider' })), '[ERROR] no more than 50 items allowed [json-pointer:/blocks]'],
  ['the same block_id twice', times(2, () => ({ type: 'divider', block_id: 'x' })), 'block_id already exists'],
  [
    'the same action_id in one block',
    [{ type: 'actions', elements: [button(1), button(1)] }],
    'action_id already exists',
  ],
  ['the same action_id in two blocks', times(2, () => ({ type: 'actions', elements: [button(1)] })), undefined],
  ['two tables', times(2, () => ({ type: 'table', rows: [cells(1)] })), 'no more than 1 table'],
  ['two plans', times(2, () => ({ type: 'plan', title: 'x' })), 'no more than 1 plan'],
  ['two charts', times(2, () => ({ type: 'data_visualization', title: 'x', chart: pie(1) })), undefined],
  ['a pie with nothing in it', [chart({ type: 'pie', segments: [{ label: 'x', value: 0 }] })], 'must be at least'],
  ['three charts', times(3, () => ({ type: 'data_visualization', title: 'x', chart: pie(1) })), 'no more than 2'],
  ['12,000 characters of markdown', times(2, () => ({ type: 'markdown', text: chars(6000) })), undefined],
  ['more markdown', times(2, () => ({ type: 'markdown', text: chars(6001) })), 'markdown must be less than 12001'],
  [
    'a data table with unequal rows',
    [{ type: 'data_table', caption: 'x', rows: [cells(1), cells(2)] }],
    'same number of cells',
  ],
  ['an unknown block', [{ type: 'banner' }], '[ERROR] unsupported type: banner [json-pointer:/blocks/0/type]'],
  ['a block without type', [{}], 'missing required field: type'],
  ['an unknown field', [{ type: 'divider', color: 'red' }], 'invalid additional property: color'],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: mrkdwn(3) }],
    '[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  ['emoji in mrkdwn', [{ type: 'section', text: { ...mrkdwn(3), emoji: true } }], 'invalid additional property: emoji'],
  ['a section with nothing', [{ type: 'section' }], 'missing required field: text or fields'],
  ['an image from two places', [{ ...image, slack_file: { id: 'F1' } }], 'exactly one of'],
  [
    'an initial option that is not offered',
    [
      {
        type: 'actions',
        elements: [{ type: 'static_select', action_id: 'a', options: options(1), initial_option: option(7) }],
      },
    ],
    'initial option must be one',
  ],
  [
    'a button style that is none',
    [{ type: 'actions', elements: [{ ...button(), style: 'loud' }] }],
    'valid enum value',
  ],
  ['text that is no text', [{ type: 'section', text: 'hello' }], 'must provide an object'],
];

test.each(SURROUND)('a message with %s', (_name, blocks, problem) => {
  const problems = checkBlocks(blocks, 'message').join('\n');
  if (problem === undefined) expect(problems).toBe('');
  else expect(problems).toContain(problem);
});

const modal = { type: 'modal', title: plain(3), blocks: [{ type: 'divider' }] };
const input = { type: 'input', label: plain(1), element: { type: 'plain_text_input', action_id: 'a' } };
const focused = (id: number) => ({
  type: 'input',
  label: plain(1),
  element: { type: 'datepicker', action_id: `d${id}`, focus_on_load: true },
});

const VIEWS: readonly (readonly [string, JsonObject, 'modal' | 'home', string | undefined])[] = [
  ['100 blocks', { ...modal, blocks: times(100, () => ({ type: 'divider' })) }, 'modal', undefined],
  ['101 blocks', { ...modal, blocks: times(101, () => ({ type: 'divider' })) }, 'modal', 'no more than 100'],
  ['101 blocks at home', { type: 'home', blocks: times(101, () => ({ type: 'divider' })) }, 'home', 'no more than 100'],
  ['a title of 24', { ...modal, title: plain(24) }, 'modal', undefined],
  ['a title of 25', { ...modal, title: plain(25) }, 'modal', 'less than 25'],
  ['a submit of 25', { ...modal, submit: plain(25) }, 'modal', 'less than 25'],
  ['a close of 25', { ...modal, close: plain(25) }, 'modal', 'less than 25'],
  ['metadata of 3,000', { ...modal, private_metadata: chars(3000) }, 'modal', undefined],
  ['metadata of 3,001', { ...modal, private_metadata: chars(3001) }, 'modal', 'less than 3001'],
  ['a callback_id of 256', { ...modal, callback_id: chars(256) }, 'modal', 'less than 256'],
  ['an external_id of 256', { ...modal, external_id: chars(256) }, 'modal', 'less than 256'],
  ['an input without submit', { ...modal, blocks: [input] }, 'modal', 'submit'],
  ['an input with submit', { ...modal, blocks: [input], submit: plain(3) }, 'modal', undefined],
  ['two focused inputs', { ...modal, blocks: [focused(1), focused(2)], submit: plain(3) }, 'modal', 'focus_on_load'],
  ['no title', { type: 'modal', blocks: [] }, 'modal', 'missing required field: title'],
  ['a title at home', { type: 'home', title: plain(3), blocks: [] }, 'home', 'invalid additional property: title'],
  ['a modal at home', modal, 'home', 'must be home'],
];

test.each(VIEWS)('a view with %s', (_name, view, kind, problem) => {
  const problems = checkView(view, kind).join('\n');
  if (problem === undefined) expect(problems).toBe('');
  else expect(problems).toContain(problem);
});
