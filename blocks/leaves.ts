import type { RichTextElement, RichTextSection } from '@slack/types';
import type { PersonId } from '../src/release/ids.ts';
import type { Leaf, Line } from '../src/release/view-words.ts';
import { dateLeaf, utc } from './dates.ts';
import { limits } from './limits.ts';
import { cut, escapedWithin, tame } from './text.ts';

/** Somebody who is pinged. */
export type Mention =
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'usergroup'; readonly id: string };

/** What a drawing needs of the people in it. */
export interface People {
  /** Display names: a name is read, a mention rings. Who is missing here is drawn as a mention. */
  readonly names: ReadonlyMap<PersonId, string>;
  /** Those who must act: pinged when the message is posted first. */
  readonly mentions: readonly Mention[];
}

/** Nobody known by name, nobody to ping. */
export const nobody: People = { names: new Map(), mentions: [] };

const longestName = 40;

/** A line as rich-text leaves. `scale` shortens outside text where a whole card would not fit. */
export function leaves(line: Line, people: People, scale = 1): RichTextElement[] {
  return line.flatMap((leaf) => drawn(leaf, people, scale));
}

/** A section of a rich-text block, ending the line. */
export function section(line: Line, people: People, scale = 1): RichTextSection {
  return { type: 'rich_text_section', elements: leaves(line, people, scale) };
}

/** Several lines as one section. */
export function paragraph(lines: readonly Line[], people: People, scale = 1): RichTextSection {
  const elements = lines.flatMap((line, at): RichTextElement[] => [
    ...(at === 0 ? [] : [newline]),
    ...leaves(line, people, scale),
  ]);
  return { type: 'rich_text_section', elements };
}

const newline: RichTextElement = { type: 'text', text: '\n' };

/** Those who must act, as mentions: the only leaves that ring. */
export function mentionLeaves(mentions: readonly Mention[]): RichTextElement[] {
  return mentions.flatMap((mention, at): RichTextElement[] => [...(at === 0 ? [] : [text(' ')]), mentioned(mention)]);
}

function mentioned(mention: Mention): RichTextElement {
  return mention.kind === 'person'
    ? { type: 'user', user_id: mention.id }
    : { type: 'usergroup', usergroup_id: mention.id };
}

/** A leaf of plain words. */
export function text(words: string): RichTextElement {
  return { type: 'text', text: words };
}

/** Words in which backticks set off a name, as in `auc`: Slack shows a leaf's backticks as they are, so each name is a leaf of code. */
export function ticked(words: string): RichTextElement[] {
  const parts = words.split(/`([^`\n]+)`/);
  return parts.flatMap((part, at) => (part === '' ? [] : [at % 2 === 0 ? text(part) : codeLeaf(part, part.length)]));
}

export function bold(words: string): RichTextElement {
  return { type: 'text', text: words, style: { bold: true } };
}

export function codeLeaf(words: string, max: number): RichTextElement {
  return { type: 'text', text: tame(words, max), style: { code: true } };
}

/** A link leaf, or its label alone where the address is nothing to send people to. */
export function linkLeaf(label: string, url: string): RichTextElement {
  const shown = tame(label, limits.link.label);
  return isAddress(url) ? { type: 'link', url, text: shown } : text(shown);
}

/** Whether a link can be shown: http or https, printable ASCII, nothing that ends or labels a link in markup. */
export function isAddress(url: string): boolean {
  return url.length <= limits.link.url && /^https?:\/\/[!#-;=?-{}~]+$/i.test(url);
}

function drawn(leaf: Leaf, people: People, scale: number): RichTextElement | RichTextElement[] {
  switch (leaf.kind) {
    case 'said':
      return text(leaf.text);
    case 'strong':
      return bold(leaf.text);
    case 'outside':
      return ticked(tame(leaf.text, scaled(leaf.max, scale)));
    case 'code':
      return codeLeaf(leaf.text, scaled(leaf.max, scale));
    case 'person': {
      const name = people.names.get(leaf.id);
      return name === undefined ? { type: 'user', user_id: leaf.id } : text(`@${tame(name, longestName)}`);
    }
    case 'date':
      return dateLeaf(leaf.at, leaf.style);
    case 'link':
      return linkLeaf(leaf.label, leaf.url);
  }
}

function scaled(max: number, scale: number): number {
  return Math.max(12, Math.floor(max * scale));
}

/** A line where only plain text can stand: headers, confirm dialogues. Never empty. */
export function plainLine(line: Line, people: People, max: number): string {
  const words = line.map((leaf) => plain(leaf, people)).join('');
  return words === '' ? '–' : cut(words, max);
}

/** A line for a notification: one sentence of at most 140 characters, with nothing in it that Slack reads as markup. */
export function pushText(line: Line, people: People): string {
  const words = line
    .map((leaf) => plain(leaf, people))
    .join('')
    .trim();
  return escapedWithin(words === '' ? 'Signalbox' : words, limits.message.push);
}

function plain(leaf: Leaf, { names }: People): string {
  switch (leaf.kind) {
    case 'said':
    case 'strong':
      return leaf.text;
    case 'outside':
    case 'code':
      return tame(leaf.text, leaf.max);
    case 'person':
      return `@${tame(names.get(leaf.id) ?? leaf.id, longestName)}`;
    case 'date':
      return utc(leaf.at);
    case 'link':
      return tame(leaf.label, limits.link.label);
  }
}
