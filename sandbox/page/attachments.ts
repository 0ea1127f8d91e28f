import { type ComponentChild, h } from 'preact';
import { type Json, type JsonObject, objectsOf, textOf } from '../slack/json.ts';
import { Blocks } from './blocks/blocks.ts';
import { Picture } from './blocks/media.ts';
import { Link } from './blocks/mentions.ts';
import { Mrkdwn } from './blocks/mrkdwn.ts';

const COLOURS: Readonly<Record<string, string>> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };

/** What hangs below a message on a coloured line: attachments of the old kind, and links that were unfurled. */
export function Attachments({ attachments }: { readonly attachments: readonly JsonObject[] }): ComponentChild {
  return attachments.map((attachment) => {
    const colour = textOf(attachment['color']);
    const borderColor = COLOURS[colour] ?? (/^#?[0-9a-f]{6}$/i.test(colour) ? `#${colour.replace('#', '')}` : '#ddd');
    return h('div', { class: 'attachment', style: { borderColor } }, parts(attachment));
  });
}

function parts(attachment: JsonObject): ComponentChild {
  const { pretext, title, text, image_url, footer, from_url } = attachment;
  const blocks = objectsOf(attachment['blocks']);
  const small = textOf(footer) || textOf(from_url);
  return [
    markup(pretext),
    title ? h('strong', {}, titled(attachment)) : null,
    markup(text),
    objectsOf(attachment['fields']).map((field) =>
      h('div', {}, h('strong', {}, textOf(field['title'])), markup(field['value'])),
    ),
    blocks.length > 0 ? h(Blocks, { blocks }) : null,
    image_url ? h(Picture, { image: { image_url, alt_text: title ?? '' }, size: 'wide' }) : null,
    small ? h('small', { class: 'quiet' }, small) : null,
  ];
}

function markup(text: Json | undefined): ComponentChild {
  return text ? h('div', {}, h(Mrkdwn, { text: textOf(text) })) : null;
}

function titled({ title, title_link: link }: JsonObject): ComponentChild {
  return link ? h(Link, { url: textOf(link), text: textOf(title) }) : textOf(title);
}
