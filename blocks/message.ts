import type { KnownBlock, PlainTextElement, RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import { limits } from './limits.ts';
import { cut } from './text.ts';

/** A message ready to be posted: `text` is what notifications and screen readers get. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Plain text, in which nothing is markup and no `:name:` becomes a picture. */
export function plainText(words: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: cut(words, max), emoji: false };
}

export function header(words: string): KnownBlock {
  return { type: 'header', text: plainText(words, limits.header) };
}

/** A rich-text block of all parts that have something in them; none when all are empty. */
export function richText(...parts: readonly RichTextBlockElement[]): RichTextBlock[] {
  const elements = parts.filter((part) => part.elements.length > 0).map(compact);
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

function compact(part: RichTextBlockElement): RichTextBlockElement {
  const inline = part.type === 'rich_text_section' || part.type === 'rich_text_quote';
  return inline ? { ...part, elements: part.elements.reduce<RichTextElement[]>(merge, []) } : part;
}

/** Neighbours that look alike become one leaf: long lists would have more leaves than Slack takes. */
function merge(kept: RichTextElement[], next: RichTextElement): RichTextElement[] {
  const last = kept.at(-1);
  if (last?.type !== 'text' || next.type !== 'text' || last.style || next.style) return [...kept, next];
  return [...kept.slice(0, -1), { type: 'text', text: last.text + next.text }];
}

/** A footer: small, grey, plain. */
export function footer(words: string): KnownBlock {
  return { type: 'context', elements: [plainText(words, limits.context.text)] };
}

/** The characters of text that people and screen readers get from blocks. */
export function characters(blocks: unknown): number {
  if (Array.isArray(blocks)) return blocks.reduce<number>((sum, one) => sum + characters(one), 0);
  if (typeof blocks !== 'object' || blocks === null) return 0;
  return Object.entries(blocks).reduce(
    (sum, [key, value]) => sum + (typeof value === 'string' ? (key === 'text' ? value.length : 0) : characters(value)),
    0,
  );
}

/** The fullest drawing that a message takes: outside text gets shorter, words of ours never do. */
export function fitting(draw: (scale: number) => KnownBlock[]): KnownBlock[] {
  const full = draw(1);
  if (characters(full) <= limits.message.characters) return full;
  const half = draw(0.5);
  return characters(half) <= limits.message.characters ? half : draw(0.2);
}
