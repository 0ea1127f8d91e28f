import { type ComponentChild, h } from 'preact';
import { usePage } from '../page-context.ts';
import { slackDate } from './dates.ts';
import { withEmoji } from './emoji.ts';
import { Broadcast, ChannelLink, Link, Person, UserGroup } from './mentions.ts';

type Rule = { readonly at: RegExp; readonly draw: (match: RegExpExecArray) => ComponentChild };

const BEFORE = '(?<=^|[\\s(\\[{"\'.,;:!?*_~>–—/-])';
const AFTER = '(?=$|[\\s)\\]}"\'.,;:!?*_~<–—/-])';

/** What Slack's own markup knows, the strongest first. */
const RULES: readonly Rule[] = [
  { at: /```\n?([\s\S]+?)\n?```/, draw: ([, code = '']) => h('pre', {}, plain(code)) },
  { at: /`([^`\n]+)`/, draw: ([, code = '']) => h('code', {}, plain(code)) },
  { at: /<([^<>\n]+)>/, draw: ([, inside = '']) => angled(inside) },
  { at: /(?:^|\n)(?:(?:&gt;|>) ?[^\n]*(?:\n|$))+/, draw: ([lines = '']) => quote(lines) },
  { at: around('\\*'), draw: ([, inside = '']) => h('strong', {}, parse(inside)) },
  { at: around('_'), draw: ([, inside = '']) => h('em', {}, parse(inside)) },
  { at: around('~'), draw: ([, inside = '']) => h('s', {}, parse(inside)) },
];

/** Text in Slack's markup. */
export function Mrkdwn({ text }: { readonly text: string }): ComponentChild {
  return h('span', { class: 'mrkdwn' }, parse(text));
}

function parse(text: string): ComponentChild {
  const found = RULES.flatMap(({ at, draw }) => {
    const match = at.exec(text);
    return match ? [{ match, draw }] : [];
  }).toSorted((one, other) => one.match.index - other.match.index)[0];
  if (!found) return withEmoji(plain(text));
  const { match, draw } = found;
  return [withEmoji(plain(text.slice(0, match.index))), draw(match), parse(text.slice(match.index + match[0].length))];
}

function around(mark: string): RegExp {
  return new RegExp(`${BEFORE}${mark}(?!\\s)([^\\n${mark}]+?)(?<!\\s)${mark}${AFTER}`);
}

function quote(lines: string): ComponentChild {
  const inside = lines
    .trim()
    .split('\n')
    .map((line) => line.replace(/^(&gt;|>) ?/, ''));
  return h('blockquote', {}, parse(inside.join('\n')));
}

function angled(inside: string): ComponentChild {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@')) return h(Person, { id: target.slice(1) });
  if (target.startsWith('#')) return h(ChannelLink, { id: target.slice(1) });
  if (target.startsWith('!subteam^')) return h(UserGroup, { id: target.slice('!subteam^'.length) });
  if (target.startsWith('!date^')) return h(DateText, { target, fallback: label ?? target });
  if (target.startsWith('!')) return h(Broadcast, { range: target.slice(1) });
  const shown = plain(label ?? target.replace(/^mailto:/, ''));
  return h(Link, { url: plain(target), text: withEmoji(shown) });
}

function DateText({ target, fallback }: { readonly target: string; readonly fallback: string }): ComponentChild {
  const { screen } = usePage();
  const [, seconds = '', format = '', url] = target.split('^');
  const words = Number(seconds) > 0 ? slackDate(Number(seconds), format, screen.now) : plain(fallback);
  return url ? h(Link, { url, text: words }) : words;
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
