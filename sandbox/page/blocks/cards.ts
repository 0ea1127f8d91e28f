import { type ComponentChild, h } from 'preact';
import { type JsonObject, objectOf, objectsOf, textOf } from '../../slack/json.ts';
import { drawElement } from '../elements/element.ts';
import { Picture } from './media.ts';
import { Link } from './mentions.ts';
import { RichText } from './rich-text.ts';
import { drawText, wordsOf } from './text.ts';

type Props = { readonly block: JsonObject; readonly draw: (block: JsonObject) => ComponentChild };

/** A card: picture, title, words, buttons. */
export function Card({ block }: Props): ComponentChild {
  const { icon, title, subtitle, body, hero_image } = block;
  const buttons = objectsOf(block['actions']).map((element) => drawElement({ element, block }));
  return h(
    'div',
    { class: 'card-block' },
    hero_image ? h(Picture, { image: objectOf(hero_image), size: 'wide' }) : null,
    h(
      'div',
      { class: 'card-title' },
      icon ? h(Picture, { image: objectOf(icon), size: 'small' }) : null,
      h('div', {}, h('strong', {}, drawText(title)), subtitle ? h('small', {}, drawText(subtitle)) : null),
    ),
    body ? h('p', {}, drawText(body)) : null,
    buttons.length > 0 ? h('div', { class: 'actions' }, buttons) : null,
  );
}

/** Cards side by side. */
export function Carousel({ block, draw }: Props): ComponentChild {
  return h('div', { class: 'carousel-row' }, objectsOf(block['elements']).map(draw));
}

/** Blocks in a frame, which may be folded. */
export function Container({ block, draw }: Props): ComponentChild {
  const title = block['rich_text_title']
    ? h(RichText, { block: objectOf(block['rich_text_title']) })
    : wordsOf(block['title']);
  const inside = objectsOf(block['child_blocks']).map(draw);
  const head = [h('strong', {}, title), block['subtitle'] ? h('small', {}, drawText(block['subtitle'])) : null];
  return block['is_collapsible'] === true
    ? h(
        'details',
        { class: 'container-block', open: block['default_collapsed'] !== true },
        h('summary', {}, head),
        inside,
      )
    : h('div', { class: 'container-block' }, h('div', {}, head), inside);
}

/** A line that says that something is so, or wrong. */
export function Alert({ block }: Props): ComponentChild {
  const level = textOf(block['level']) || 'default';
  return h(
    'div',
    { class: `alert-block ${level}`, role: level === 'error' ? 'alert' : 'note' },
    drawText(block['text']),
  );
}

/** Tasks under one title. */
export function Plan({ block, draw }: Props): ComponentChild {
  const title = textOf(block['title']);
  return h('div', { class: 'container-block' }, h('strong', {}, title), objectsOf(block['tasks']).map(draw));
}

const MARKS: Readonly<Record<string, string>> = { pending: '○', in_progress: '◐', complete: '✓', error: '✗' };

/** One task and how far it is. */
export function TaskCard({ block }: Props): ComponentChild {
  const status = textOf(block['status']);
  const more = ['details', 'output'].flatMap((name) =>
    block[name] ? [h(RichText, { block: objectOf(block[name]) })] : [],
  );
  const sources = objectsOf(block['sources']).map(({ url, text }) =>
    h(Link, { url: textOf(url), text: textOf(text) || textOf(url) }),
  );
  const head = h(
    'span',
    {},
    h('i', { class: `task-mark ${status}`, title: status }, MARKS[status] ?? ''),
    textOf(block['title']),
  );
  return more.length + sources.length === 0 ? head : h('details', {}, h('summary', {}, head), more, sources);
}
