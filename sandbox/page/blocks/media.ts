import { type ComponentChild, h } from 'preact';
import { type JsonObject, objectOf, textOf } from '../../slack/json.ts';
import { Link } from './mentions.ts';
import { wordsOf } from './text.ts';

/** A picture: in a line of context, beside a section, or as wide as it is. */
export function Picture({
  image,
  size,
}: {
  readonly image: JsonObject;
  readonly size: 'small' | 'beside' | 'wide';
}): ComponentChild {
  const alt = textOf(image['alt_text']);
  return h('img', { class: `picture ${size}`, src: sourceOf(image), alt, title: alt, loading: 'lazy' });
}

/** A block with one picture, which opens in full. */
export function ImageBlock({ block }: { readonly block: JsonObject }): ComponentChild {
  const title = wordsOf(block['title']);
  const open = { href: sourceOf(block), target: '_blank', rel: 'noreferrer noopener' };
  return h(
    'figure',
    {},
    title ? h('figcaption', {}, title) : null,
    h('a', open, h(Picture, { image: block, size: 'wide' })),
  );
}

/** A film, as a picture that leads to it. */
export function Video({ block }: { readonly block: JsonObject }): ComponentChild {
  const url = textOf(block['title_url']) || textOf(block['video_url']);
  const picture = { image_url: block['thumbnail_url'], alt_text: block['alt_text'] };
  return h(
    'figure',
    {},
    h('figcaption', {}, h(Link, { url, text: wordsOf(block['title']) })),
    h(Picture, { image: picture, size: 'wide' }),
    h('p', {}, wordsOf(block['description'])),
  );
}

/** A file that somebody shared: pictures are shown, others are offered. */
export function SharedFile({ file }: { readonly file: JsonObject }): ComponentChild {
  const [url, name] = [textOf(file['url_private']), textOf(file['title']) || textOf(file['name'])];
  const picture = { image_url: url, alt_text: textOf(file['alt_txt']) || name };
  const open = { href: url, target: '_blank', rel: 'noreferrer noopener' };
  if (textOf(file['mimetype']).startsWith('image/'))
    return h('figure', {}, h('figcaption', {}, name), h('a', open, h(Picture, { image: picture, size: 'wide' })));
  const size = `${Math.max(1, Math.round(Number(file['size']) / 1000))} kB`;
  return h(
    'a',
    { class: 'file', ...open },
    h('span', { 'aria-hidden': 'true' }, '📄'),
    h('span', {}, name),
    h('small', {}, size),
  );
}

/** Slack shows its own files by id; they lie where the workspace serves them. */
function sourceOf(image: JsonObject): string {
  const file = objectOf(image['slack_file']);
  return textOf(image['image_url']) || textOf(file['url']) || `/files/${textOf(file['id'])}/picture`;
}
