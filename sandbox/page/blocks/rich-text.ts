import { type ComponentChild, h } from 'preact';
import { type Json, type JsonObject, objectOf, objectsOf, textOf } from '../../slack/json.ts';
import { usePage } from '../page-context.ts';
import { slackDate } from './dates.ts';
import { emojiNamed } from './emoji.ts';
import { Broadcast, ChannelLink, Link, Person, UserGroup } from './mentions.ts';

const LEAVES: Readonly<Record<string, (leaf: JsonObject) => ComponentChild>> = {
  text: ({ text }) => textOf(text),
  link: ({ url, text }) => h(Link, { url: textOf(url), text: textOf(text) || textOf(url) }),
  user: ({ user_id }) => h(Person, { id: textOf(user_id) }),
  usergroup: ({ usergroup_id }) => h(UserGroup, { id: textOf(usergroup_id) }),
  channel: ({ channel_id }) => h(ChannelLink, { id: textOf(channel_id) }),
  broadcast: ({ range }) => h(Broadcast, { range: textOf(range) }),
  emoji: ({ name }) => emojiNamed(textOf(name)) ?? `:${textOf(name)}:`,
  date: (leaf) => h(DateLeaf, { leaf }),
  color: ({ value }) => [h('i', { class: 'swatch', style: { background: textOf(value) } }), textOf(value)],
  team: ({ team_id }) => textOf(team_id),
};

const STYLES = [
  ['code', 'code'],
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['underline', 'u'],
] as const;

const PARTS: Readonly<Record<string, (part: JsonObject) => ComponentChild>> = {
  rich_text_section: (part) => h('div', { class: 'rich-section' }, leaves(part)),
  rich_text_quote: (part) => h('blockquote', {}, leaves(part)),
  rich_text_preformatted: (part) => h('pre', {}, leaves(part)),
  rich_text_list: (part) => list(part),
};

/** A rich_text block. */
export function RichText({ block }: { readonly block: JsonObject }): ComponentChild {
  const parts = objectsOf(block['elements']);
  return h(
    'div',
    { class: 'rich-text' },
    parts.map((part) => PARTS[textOf(part['type'])]?.(part)),
  );
}

function list(part: JsonObject): ComponentChild {
  const indent = Number(part['indent'] ?? 0);
  const start = Number(part['offset'] ?? 0) + 1;
  const items = objectsOf(part['elements']).map((item) => h('li', {}, leaves(item)));
  const style = { marginLeft: `${indent * 28}px` };
  return part['style'] === 'ordered'
    ? h('ol', { class: `indent-${indent % 3}`, start, style }, items)
    : h('ul', { class: `indent-${indent % 3}`, style }, items);
}

function leaves(part: JsonObject): ComponentChild {
  return objectsOf(part['elements']).map((leaf) =>
    styled(leaf['style'], LEAVES[textOf(leaf['type'])]?.(leaf) ?? textOf(leaf['text'])),
  );
}

function styled(style: Json | undefined, drawn: ComponentChild): ComponentChild {
  const wanted = objectOf(style);
  return STYLES.reduce((inner, [name, tag]) => (wanted[name] === true ? h(tag, {}, inner) : inner), drawn);
}

function DateLeaf({ leaf }: { readonly leaf: JsonObject }): ComponentChild {
  const { screen } = usePage();
  const words = slackDate(Number(leaf['timestamp']), textOf(leaf['format']), screen.now);
  const whole = new Date(Number(leaf['timestamp']) * 1000).toString();
  return leaf['url'] ? h(Link, { url: textOf(leaf['url']), text: words }) : h('time', { title: whole }, words);
}
