import { anything, flag, list, maybe, number, type Shape, string, typed, url, word } from './limit-rules.ts';

const LEAVES = ['text', 'link', 'user', 'usergroup', 'channel', 'emoji', 'date', 'broadcast', 'color', 'team'];
const STYLE = maybe(anything());
const BORDER = maybe(number(0, 1));
const INLINE = list(typed('rich', ...LEAVES), 1000, 0);

/** What stands inside a rich_text block. */
export const RICH_TEXT: Readonly<Record<string, Shape>> = {
  rich_text_section: { fields: { elements: INLINE } },
  rich_text_list: {
    fields: {
      elements: list(typed('rich', 'rich_text_section'), 1000),
      style: word('bullet', 'ordered'),
      indent: maybe(number(0, 8)),
      offset: maybe(number(0, 1_000_000)),
      border: BORDER,
    },
  },
  rich_text_quote: { fields: { elements: INLINE, border: BORDER } },
  rich_text_preformatted: {
    fields: { elements: list(typed('rich', 'text', 'link'), 1000, 0), border: BORDER, language: maybe(string(50)) },
  },
  text: { fields: { text: string(12_000), style: STYLE } },
  link: { fields: { url: url(), text: maybe(string(3000)), unsafe: maybe(flag()), style: STYLE } },
  user: { fields: { user_id: string(255), style: STYLE } },
  usergroup: { fields: { usergroup_id: string(255), style: STYLE } },
  channel: { fields: { channel_id: string(255), style: STYLE } },
  emoji: { fields: { name: string(255), unicode: maybe(string(255)), url: maybe(url()), style: STYLE } },
  date: {
    fields: {
      timestamp: number(0, 99_999_999_999),
      format: string(255),
      url: maybe(url()),
      fallback: maybe(string(255)),
      style: STYLE,
    },
  },
  broadcast: { fields: { range: word('here', 'channel', 'everyone'), style: STYLE } },
  color: { fields: { value: string(255), style: STYLE } },
  team: { fields: { team_id: string(255), style: STYLE } },
};

/** The cells of tables. */
export const CELLS: Readonly<Record<string, Shape>> = {
  raw_text: { fields: { text: string(12_000) } },
  raw_number: { fields: { value: number(-Number.MAX_VALUE, Number.MAX_VALUE), text: string(255) } },
};
