import {
  anything,
  flag,
  form,
  list,
  maybe,
  number,
  object,
  plain,
  type Rule,
  type Shape,
  string,
  typed,
  url,
  word,
} from './limit-rules.ts';

const PLACEHOLDER = maybe(plain(150));
const CONFIRM = maybe(object('confirm'));
const FOCUS = maybe(flag());
const CHOICE: Readonly<Record<string, Rule>> = { placeholder: PLACEHOLDER, confirm: CONFIRM, focus_on_load: FOCUS };
const MANY: Readonly<Record<string, Rule>> = { ...CHOICE, max_selected_items: maybe(number(1, 100)) };
const OPTIONS: Readonly<Record<string, Rule>> = {
  options: maybe(list(object('option'), 100)),
  option_groups: maybe(list(object('option_group'), 100)),
};
const QUERY = maybe(number(0, 3000));
const IDS = maybe(list(string(255), 100));
const TYPED_IN: Readonly<Record<string, Rule>> = {
  placeholder: PLACEHOLDER,
  focus_on_load: FOCUS,
  dispatch_action_config: maybe(object('dispatch')),
};
const STYLE = maybe(word('primary', 'danger'));
const RESPONSE_URL = maybe(flag());
const FILTER = maybe(object('filter'));
const TEN_OPTIONS = list(object('rich_option'), 10);

/** Every element inside a block, with its limits. Interactive ones may also have an `action_id`. */
export const ELEMENTS: Readonly<Record<string, Shape>> = {
  button: {
    fields: {
      text: plain(75),
      value: maybe(string(2000)),
      url: maybe(url()),
      style: STYLE,
      accessibility_label: maybe(string(75)),
      confirm: CONFIRM,
    },
  },
  overflow: { fields: { options: list(object('overflow_option'), 5), confirm: CONFIRM } },
  static_select: {
    oneOf: ['options', 'option_groups'],
    fields: { ...CHOICE, ...OPTIONS, initial_option: maybe(object('option')) },
  },
  external_select: { fields: { ...CHOICE, initial_option: maybe(object('option')), min_query_length: QUERY } },
  users_select: { fields: { ...CHOICE, initial_user: maybe(string(255)) } },
  conversations_select: {
    fields: {
      ...CHOICE,
      initial_conversation: maybe(string(255)),
      default_to_current_conversation: maybe(flag()),
      response_url_enabled: RESPONSE_URL,
      filter: FILTER,
    },
  },
  channels_select: { fields: { ...CHOICE, initial_channel: maybe(string(255)), response_url_enabled: RESPONSE_URL } },
  multi_static_select: {
    oneOf: ['options', 'option_groups'],
    fields: { ...MANY, ...OPTIONS, initial_options: maybe(list(object('option'), 100)) },
  },
  multi_external_select: {
    fields: { ...MANY, initial_options: maybe(list(object('option'), 100)), min_query_length: QUERY },
  },
  multi_users_select: { fields: { ...MANY, initial_users: IDS } },
  multi_conversations_select: {
    fields: { ...MANY, initial_conversations: IDS, default_to_current_conversation: maybe(flag()), filter: FILTER },
  },
  multi_channels_select: { fields: { ...MANY, initial_channels: IDS } },
  checkboxes: {
    fields: { options: TEN_OPTIONS, initial_options: maybe(TEN_OPTIONS), confirm: CONFIRM, focus_on_load: FOCUS },
  },
  radio_buttons: {
    fields: {
      options: TEN_OPTIONS,
      initial_option: maybe(object('rich_option')),
      confirm: CONFIRM,
      focus_on_load: FOCUS,
    },
  },
  datepicker: { fields: { ...CHOICE, initial_date: maybe(form(/^\d{4}-\d{2}-\d{2}$/)) } },
  timepicker: {
    fields: { ...CHOICE, initial_time: maybe(form(/^([01]\d|2[0-3]):[0-5]\d$/)), timezone: maybe(string(255)) },
  },
  datetimepicker: {
    surfaces: ['message', 'modal'],
    fields: { initial_date_time: maybe(number(1_000_000_000, 9_999_999_999)), confirm: CONFIRM, focus_on_load: FOCUS },
  },
  plain_text_input: {
    fields: {
      ...TYPED_IN,
      initial_value: maybe(string(3000, 0)),
      multiline: maybe(flag()),
      min_length: maybe(number(0, 3000)),
      max_length: maybe(number(1, 3000)),
    },
  },
  number_input: {
    surfaces: ['modal'],
    fields: {
      ...TYPED_IN,
      is_decimal_allowed: flag(),
      initial_value: maybe(form(/^-?\d+(\.\d+)?$/)),
      min_value: maybe(form(/^-?\d+(\.\d+)?$/)),
      max_value: maybe(form(/^-?\d+(\.\d+)?$/)),
    },
  },
  email_text_input: { surfaces: ['modal'], fields: { ...TYPED_IN, initial_value: maybe(string(255)) } },
  url_text_input: { surfaces: ['modal'], fields: { ...TYPED_IN, initial_value: maybe(url()) } },
  file_input: {
    surfaces: ['modal'],
    fields: { filetypes: maybe(list(string(255), 100)), max_files: maybe(number(1, 10)) },
  },
  rich_text_input: {
    surfaces: ['modal', 'home'],
    fields: {
      ...TYPED_IN,
      initial_value: maybe(typed('blocks', 'rich_text')),
      min_lines: maybe(number(1, 100)),
      max_lines: maybe(number(1, 100)),
    },
  },
  feedback_buttons: {
    surfaces: ['message'],
    fields: { positive_button: object('feedback'), negative_button: object('feedback') },
  },
  icon_button: {
    surfaces: ['message'],
    fields: {
      icon: string(255),
      text: plain(75),
      accessibility_label: maybe(string(75)),
      value: maybe(string(2000)),
      visible_to_user_ids: maybe(list(string(255), 10)),
      confirm: CONFIRM,
    },
  },
  workflow_button: {
    surfaces: ['message'],
    fields: { text: plain(75), workflow: anything(), style: STYLE, accessibility_label: maybe(string(75)) },
  },
  image: {
    oneOf: ['image_url', 'slack_file'],
    fields: { image_url: maybe(url()), slack_file: maybe(object('slack_file')), alt_text: string(2000) },
  },
  url: { surfaces: ['message'], fields: { url: url(), text: string(255) } },
  plain_text: { fields: { text: string(3000), emoji: maybe(flag()) } },
  mrkdwn: { fields: { text: string(3000), verbatim: maybe(flag()) } },
};

/** The elements that nobody can press, choose or fill in. */
export const PASSIVE: readonly string[] = ['image', 'url', 'plain_text', 'mrkdwn'];
