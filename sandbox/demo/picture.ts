import { type JsonObject, objectOf, objectsOf, textOf } from '../slack/json.ts';
import type { World } from '../slack/world.ts';

/** Blocks as a person would read them, in plain text: one line a line, buttons in brackets. */
export function picture(world: World, content: JsonObject): string {
  const blocks = objectsOf(content['blocks']);
  if (blocks.length === 0) return inline(world, textOf(content['text']));
  return blocks.flatMap((block) => drawn(world, block)).join('\n');
}

type Draw = (world: World, block: JsonObject) => readonly string[];

const draws: Readonly<Record<string, Draw>> = {
  header: (world, block) => [`▌${textIn(world, block['text'])}`],
  section: (world, block) => [
    ...lines(textIn(world, block['text'])),
    ...objectsOf(block['fields']).flatMap((field) => lines(textIn(world, field))),
    ...(block['accessory'] === undefined ? [] : [element(world, objectOf(block['accessory']))]),
  ],
  context: (world, block) => [
    `  ${objectsOf(block['elements'])
      .map((one) => textIn(world, one))
      .join(' · ')}`,
  ],
  actions: (world, block) => [
    objectsOf(block['elements'])
      .map((one) => element(world, one))
      .join(' '),
  ],
  divider: () => ['────'],
  image: (world, block) => [`[picture: ${inline(world, textOf(block['alt_text']))}]`],
  input: (world, block) => [`${textIn(world, block['label'])}: ${element(world, objectOf(block['element']))}`],
  rich_text: (world, block) => objectsOf(block['elements']).flatMap((one) => richText(world, one)),
};

function drawn(world: World, block: JsonObject): readonly string[] {
  return draws[textOf(block['type'])]?.(world, block) ?? [`[${textOf(block['type'])}]`];
}

function richText(world: World, part: JsonObject): readonly string[] {
  const elements = objectsOf(part['elements']);
  switch (part['type']) {
    case 'rich_text_list':
      return elements.flatMap((item) => marked(richText(world, item), '• ', '  '));
    case 'rich_text_quote':
      return marked(lines(leaves(world, elements)), '│ ', '│ ');
    case 'rich_text_preformatted':
      return marked(lines(leaves(world, elements)), '    ', '    ');
    default:
      return lines(leaves(world, elements));
  }
}

function marked(all: readonly string[], first: string, others: string): readonly string[] {
  return all.map((one, at) => `${at === 0 ? first : others}${one}`);
}

function leaves(world: World, elements: readonly JsonObject[]): string {
  return elements.map((leaf) => leafText(world, leaf)).join('');
}

function leafText(world: World, leaf: JsonObject): string {
  switch (leaf['type']) {
    case 'user':
      return personIn(world, textOf(leaf['user_id']));
    case 'usergroup':
      return `@${world.groups.get(textOf(leaf['usergroup_id']))?.handle ?? 'group'}`;
    case 'channel':
      return `#${world.channels.get(textOf(leaf['channel_id']))?.name ?? 'channel'}`;
    case 'date':
      return timeOf(Number(leaf['timestamp']));
    case 'link':
      return textOf(leaf['text']) || textOf(leaf['url']);
    case 'emoji':
      return `:${textOf(leaf['name'])}:`;
    default:
      return textOf(leaf['text']);
  }
}

function element(world: World, one: JsonObject): string {
  const label = textIn(world, one['text']);
  if (one['type'] === 'overflow') {
    return `[… ${objectsOf(one['options'])
      .map((option) => textIn(world, option['text']))
      .join(' | ')}]`;
  }
  return label === '' ? `[${textOf(one['type'])}]` : `[${label}]`;
}

function textIn(world: World, value: JsonObject[string]): string {
  const text = textOf(objectOf(value)['text']);
  return objectOf(value)['type'] === 'mrkdwn' ? inline(world, text) : text;
}

/** mrkdwn with people, groups, channels, dates and links as a client shows them. */
export function inline(world: World, text: string): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => personIn(world, id))
    .replace(/<!subteam\^([A-Z0-9]+)[^>]*>/g, (_, id: string) => `@${world.groups.get(id)?.handle ?? id}`)
    .replace(/<#([A-Z0-9]+)[^>]*>/g, (_, id: string) => `#${world.channels.get(id)?.name ?? id}`)
    .replace(/<!date\^(\d+)[^>]*>/g, (_, at: string) => timeOf(Number(at)))
    .replace(/<([^|>]+)\|([^>]+)>/g, '$2')
    .replace(/<(https?:[^>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function personIn(world: World, id: string): string {
  return `@${world.people.get(id)?.name ?? id}`;
}

function timeOf(seconds: number): string {
  const date = new Date(seconds * 1_000);
  const time = date.toTimeString().slice(0, 8);
  return date.toDateString() === new Date().toDateString() ? time : `${date.toDateString().slice(4, 10)} ${time}`;
}

function lines(text: string): readonly string[] {
  const all = text.split('\n');
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}
