import { anyText, flag, list, maybe, object, plain, type Shape, string, url, word } from './limit-rules.ts';

/** Objects that have no `type`. */
export const OBJECTS: Readonly<Record<string, Shape>> = {
  option: { fields: { text: plain(75), value: string(75), description: maybe(plain(75)) } },
  rich_option: { fields: { text: anyText(75), value: string(75), description: maybe(anyText(75)) } },
  overflow_option: { fields: { text: plain(75), value: string(75), description: maybe(plain(75)), url: maybe(url()) } },
  option_group: { fields: { label: plain(75), options: list(object('option'), 100) } },
  confirm: {
    fields: {
      title: maybe(plain(100)),
      text: anyText(300),
      confirm: maybe(plain(30)),
      deny: maybe(plain(30)),
      style: maybe(word('primary', 'danger')),
    },
  },
  filter: {
    someOf: ['include', 'exclude_external_shared_channels', 'exclude_bot_users'],
    fields: {
      include: maybe(list(word('im', 'mpim', 'private', 'public'), 4)),
      exclude_external_shared_channels: maybe(flag()),
      exclude_bot_users: maybe(flag()),
    },
  },
  dispatch: { fields: { trigger_actions_on: list(word('on_enter_pressed', 'on_character_entered'), 2) } },
  slack_file: { oneOf: ['id', 'url'], fields: { id: maybe(string(255)), url: maybe(url()) } },
  column_settings: { fields: { align: maybe(word('left', 'center', 'right')), is_wrapped: maybe(flag()) } },
  feedback: { fields: { text: plain(75), value: string(2000), accessibility_label: maybe(string(75)) } },
};
