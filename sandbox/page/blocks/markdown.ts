import markdownIt from 'markdown-it';
import { type ComponentChild, h } from 'preact';
import { withEmoji } from './emoji.ts';

const markdown = markdownIt({ html: false, linkify: true, breaks: true });

/** Standard markdown; HTML in it stays text, so nothing from outside can run. */
export function Markdown({ text }: { readonly text: string }): ComponentChild {
  return h('div', { class: 'markdown', dangerouslySetInnerHTML: { __html: markdown.render(withEmoji(text)) } });
}
