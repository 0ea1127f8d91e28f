import {
  anyText,
  flag,
  list,
  maybe,
  mrkdwn,
  number,
  object,
  plain,
  type Shape,
  string,
  typed,
  url,
  word,
} from './blocks/limit-rules.ts';

/** What a message may hold in all; 12,000 characters of block text include a little for every block. */
export const MESSAGE = {
  blocks: 50,
  blockText: 12_000,
  blockTextPerBlock: 16,
  text: 40_000,
  updateText: 4_000,
  markdown: 12_000,
  metadata: 8_000,
  attachments: 100,
};

/** What a view may hold in all. */
export const VIEW = {
  blocks: 100,
  bytes: 250_000,
  title: 24,
  callbackId: 255,
  privateMetadata: 3_000,
  externalId: 255,
  stack: 3,
};

/** How often a block may occur in one message. */
export const PER_MESSAGE: Readonly<Record<string, number>> = { table: 1, plan: 1, data_visualization: 2 };

const SELECTS = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const MULTI = SELECTS.map((name) => `multi_${name}`);
const PICKERS = ['datepicker', 'timepicker', 'datetimepicker', 'checkboxes', 'radio_buttons'];
const TYPED_IN = [
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'file_input',
  'rich_text_input',
];
const IN_CONTAINER = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];
const [IMAGE, RICH_TEXT_BLOCK] = [typed('elements', 'image'), typed('blocks', 'rich_text')];

/** Every block: where it may be used, its fields and their limits. Every block may also have a `block_id`. */
export const BLOCKS: Readonly<Record<string, Shape>> = {
  section: {
    someOf: ['text', 'fields'],
    fields: {
      text: maybe(anyText(3000)),
      fields: maybe(list(anyText(2000), 10)),
      accessory: maybe(
        typed('elements', 'button', 'image', 'overflow', 'workflow_button', ...SELECTS, ...MULTI, ...PICKERS),
      ),
      expand: maybe(flag()),
    },
  },
  header: { fields: { text: plain(150) } },
  divider: { fields: {} },
  context: { fields: { elements: list(typed('elements', 'image', 'plain_text', 'mrkdwn'), 10) } },
  actions: {
    fields: {
      elements: list(
        typed('elements', 'button', 'overflow', 'workflow_button', 'rich_text_input', ...SELECTS, ...MULTI, ...PICKERS),
        25,
      ),
    },
  },
  image: {
    oneOf: ['image_url', 'slack_file'],
    fields: {
      image_url: maybe(url()),
      slack_file: maybe(object('slack_file')),
      alt_text: string(2000),
      title: maybe(plain(2000)),
    },
  },
  input: {
    fields: {
      label: plain(2000),
      hint: maybe(plain(2000)),
      optional: maybe(flag()),
      dispatch_action: maybe(flag()),
      element: typed('elements', ...TYPED_IN, ...SELECTS, ...MULTI, ...PICKERS),
    },
  },
  rich_text: {
    fields: {
      elements: list(
        typed('rich', 'rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'),
        1000,
      ),
    },
  },
  video: {
    fields: {
      video_url: url(),
      thumbnail_url: url(),
      alt_text: string(2000),
      title: plain(199),
      title_url: maybe(url(2000)),
      author_name: maybe(string(49)),
      provider_name: maybe(string(49)),
      provider_icon_url: maybe(url(2000)),
      description: maybe(plain(200)),
    },
  },
  markdown: { surfaces: ['message'], fields: { text: string(12_000) } },
  table: {
    surfaces: ['message'],
    fields: {
      rows: list(list(typed('cells', 'raw_text', 'raw_number', 'rich_text'), 20), 100),
      column_settings: maybe(list(maybe(object('column_settings')), 20)),
    },
  },
  data_table: {
    surfaces: ['message'],
    fields: {
      caption: string(255),
      rows: list(list(typed('cells', 'raw_text', 'raw_number', 'rich_text'), 20), 101, 2),
      page_size: maybe(number(1, 100)),
      row_header_column_index: maybe(number(0, 19)),
    },
  },
  data_visualization: {
    surfaces: ['message'],
    fields: { title: string(50), chart: typed('charts', 'pie', 'line', 'area', 'bar') },
  },
  card: {
    surfaces: ['message', 'home'],
    someOf: ['hero_image', 'title', 'body', 'actions'],
    fields: {
      hero_image: maybe(IMAGE),
      icon: maybe(IMAGE),
      title: maybe(mrkdwn(150)),
      subtitle: maybe(mrkdwn(150)),
      body: maybe(mrkdwn(200)),
      actions: maybe(list(typed('elements', 'button'), 3)),
    },
  },
  carousel: { surfaces: ['message'], fields: { elements: list(typed('blocks', 'card'), 10) } },
  container: {
    surfaces: ['message'],
    oneOf: ['title', 'rich_text_title'],
    fields: {
      title: maybe(plain(150)),
      rich_text_title: maybe(RICH_TEXT_BLOCK),
      subtitle: maybe(anyText(150)),
      child_blocks: list(typed('blocks', ...IN_CONTAINER), 10),
      width: maybe(word('narrow', 'standard', 'wide', 'full')),
      icon: maybe(IMAGE),
      is_collapsible: maybe(flag()),
      default_collapsed: maybe(flag()),
      has_header_divider: maybe(flag()),
    },
  },
  alert: {
    surfaces: ['modal'],
    fields: { text: anyText(200), level: maybe(word('default', 'info', 'warning', 'error', 'success')) },
  },
  context_actions: {
    surfaces: ['message'],
    fields: { elements: list(typed('elements', 'feedback_buttons', 'icon_button'), 5) },
  },
  plan: { surfaces: ['message'], fields: { title: string(255), tasks: maybe(list(typed('blocks', 'task_card'), 50)) } },
  task_card: {
    surfaces: ['message'],
    fields: {
      task_id: string(255),
      title: string(255),
      details: maybe(RICH_TEXT_BLOCK),
      output: maybe(RICH_TEXT_BLOCK),
      sources: maybe(list(typed('elements', 'url'), 10)),
      status: word('pending', 'in_progress', 'complete', 'error'),
    },
  },
};
