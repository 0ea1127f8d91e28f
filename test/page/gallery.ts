import type { JsonObject } from '../../sandbox/slack/json.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (text: string, more: JsonObject = {}) => ({ text: plain(text), value: text, ...more });
const options = ['one', 'two', 'three'].map((text) => option(text));
const cell = (text: string) => ({ type: 'raw_text', text });
const section = (...elements: readonly JsonObject[]) => ({ type: 'rich_text_section', elements });
const words = (text: string, style?: JsonObject) => ({ type: 'text', text, ...(style ? { style } : {}) });
const rich = (...elements: readonly JsonObject[]) => ({ type: 'rich_text', elements });
const button = (id: string, more: JsonObject = {}) => ({ type: 'button', action_id: id, text: plain(id), ...more });
const list = (style: string, indent: number) => ({
  type: 'rich_text_list',
  style,
  indent,
  elements: ['first', 'second'].map((text) => section(words(`${style} ${text}`))),
});

/** Text with everything that both of Slack's languages know. */
export const texts: readonly JsonObject[] = [
  { type: 'header', text: plain('Everything in text :rocket:') },
  {
    type: 'section',
    text: mrkdwn(
      '*bold* _italic_ ~gone~ `code *not bold*` <https://example.com|a link> <@U0PAT> <#C0STAGING> <!subteam^S0REVIEWERS> <!here> :eyes: :no_such: 2 * 3 * 4 snake_case_name\n> a quote\n```a block\n  of code```',
    ),
    accessory: button('beside'),
  },
  { type: 'section', fields: ['*Asked by*\nPat', '*Replaces*\nv12', '*Expires*\ntomorrow'].map(mrkdwn) },
  { type: 'divider' },
  rich(
    section(
      words('bold', { bold: true }),
      words(' italic', { italic: true }),
      words(' gone', { strike: true }),
      words(' code', { code: true }),
      words(' <!channel> *stays text* '),
      { type: 'link', url: 'https://example.com', text: 'link' },
      words(' '),
      { type: 'user', user_id: 'U0KIM' },
      words(' '),
      { type: 'usergroup', usergroup_id: 'S0REVIEWERS' },
      words(' '),
      { type: 'channel', channel_id: 'C0STAGING' },
      words(' '),
      { type: 'emoji', name: 'wave' },
      words(' '),
      { type: 'color', value: '#1264a3' },
      words(' '),
      { type: 'date', timestamp: 1_762_077_600, format: '{date_long} at {time}', fallback: 'then' },
    ),
    list('bullet', 0),
    list('bullet', 1),
    list('ordered', 0),
    { type: 'rich_text_quote', elements: [words('a rich quote')] },
    { type: 'rich_text_preformatted', elements: [words('rich  code')] },
  ),
  { type: 'context', elements: [mrkdwn('small *print*'), plain('r-abc · evidence 123456')] },
  { type: 'markdown', text: '### Markdown\n\n- a **list**\n- <b>no HTML</b>\n\n| a | b |\n|---|---|\n| 1 | 2 |' },
];

/** Every other block that a message may have. */
export const blocks: readonly JsonObject[] = [
  {
    type: 'table',
    column_settings: [{}, { align: 'right' }],
    rows: [
      [cell('metric'), cell('value')],
      [cell('auc'), { type: 'raw_number', value: 0.861, text: '0.861' }],
    ],
  },
  {
    type: 'data_table',
    caption: 'Slices',
    page_size: 2,
    rows: [
      ['slice', 'recall'],
      ['young', '0.7'],
      ['old', '0.8'],
      ['new', '0.9'],
    ].map((row) => row.map(cell)),
  },
  {
    type: 'data_visualization',
    title: 'Recall',
    chart: {
      type: 'line',
      series: [{ name: 'v14', data: [0.7, 0.8, 0.75].map((value, index) => ({ label: `w${index}`, value })) }],
      axis_config: { categories: ['w0', 'w1', 'w2'] },
    },
  },
  {
    type: 'card',
    title: mrkdwn('A *card*'),
    subtitle: mrkdwn('below'),
    body: mrkdwn('its body'),
    actions: [button('in card')],
  },
  {
    type: 'container',
    title: plain('A container'),
    is_collapsible: true,
    child_blocks: [{ type: 'section', text: plain('inside') }],
  },
  {
    type: 'plan',
    title: 'A plan',
    tasks: ['complete', 'in_progress', 'pending', 'error'].map((status) => ({
      type: 'task_card',
      task_id: status,
      title: `Task ${status}`,
      status,
    })),
  },
  {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback',
        positive_button: { text: plain('Good'), value: 'good' },
        negative_button: { text: plain('Bad'), value: 'bad' },
      },
    ],
  },
  {
    type: 'actions',
    elements: [
      button('plain'),
      button('primary', { style: 'primary' }),
      button('danger', { style: 'danger' }),
      { type: 'static_select', action_id: 'pick', placeholder: plain('Pick one'), options },
      { type: 'users_select', action_id: 'who', placeholder: plain('Who') },
      { type: 'multi_static_select', action_id: 'several', placeholder: plain('Pick some'), options },
      { type: 'datepicker', action_id: 'day', initial_date: '2026-11-22' },
      { type: 'timepicker', action_id: 'time', initial_time: '09:30' },
      { type: 'overflow', action_id: 'more', options },
    ],
  },
];

const input = (id: string, element: JsonObject) => ({
  type: 'input',
  block_id: id,
  label: plain(`Label ${id}`),
  optional: true,
  element: { action_id: id, ...element },
});

/** A form with every input. */
export const form: JsonObject = {
  type: 'modal',
  callback_id: 'gallery',
  title: plain('Every input'),
  submit: plain('Send'),
  blocks: [
    { type: 'alert', level: 'warning', text: mrkdwn('*Careful*: this is a form') },
    input('line', { type: 'plain_text_input', initial_value: 'as it was' }),
    input('number', { type: 'number_input', is_decimal_allowed: true }),
    input('mail', { type: 'email_text_input' }),
    input('link', { type: 'url_text_input' }),
    input('rich', { type: 'rich_text_input' }),
    input('one', { type: 'static_select', options, initial_option: options[1] }),
    input('grouped', { type: 'static_select', option_groups: [{ label: plain('Group'), options }] }),
    input('many', { type: 'multi_static_select', options, max_selected_items: 2 }),
    input('asked', { type: 'external_select', min_query_length: 1 }),
    input('person', { type: 'users_select' }),
    input('channel', { type: 'channels_select' }),
    input('boxes', {
      type: 'checkboxes',
      options: [option('one', { description: mrkdwn('a _note_') }), option('two')],
    }),
    input('radio', { type: 'radio_buttons', options }),
    input('date', { type: 'datepicker' }),
    input('clock', { type: 'timepicker' }),
    input('moment', { type: 'datetimepicker' }),
  ],
};
