import { type ComponentChild, h } from 'preact';
import { type JsonObject, objectOf, objectsOf, textOf } from '../../slack/json.ts';
import { drawElement } from '../elements/element.ts';
import { useSpot } from '../elements/spot.ts';
import { Alert, Card, Carousel, Container, Plan, TaskCard } from './cards.ts';
import { Chart } from './chart.ts';
import { Markdown } from './markdown.ts';
import { ImageBlock, Picture, Video } from './media.ts';
import { RichText } from './rich-text.ts';
import { DataTable, Table } from './tables.ts';
import { drawText, wordsOf } from './text.ts';

type Draw = (block: JsonObject) => ComponentChild;

/** How every block is drawn. */
const BLOCKS: Readonly<Record<string, Draw>> = {
  header: (block) => h('h3', { class: 'header' }, wordsOf(block['text'])),
  divider: () => h('hr', {}),
  section,
  context: (block) => h('div', { class: 'context' }, objectsOf(block['elements']).map(contextPart)),
  actions: (block) => h('div', { class: 'actions' }, elements(block)),
  context_actions: (block) => h('div', { class: 'actions' }, elements(block)),
  input: (block) => h(Input, { block }),
  image: (block) => h(ImageBlock, { block }),
  video: (block) => h(Video, { block }),
  rich_text: (block) => h(RichText, { block }),
  markdown: (block) => h(Markdown, { text: textOf(block['text']) }),
  table: (block) => h(Table, { block }),
  data_table: (block) => h(DataTable, { block }),
  data_visualization: (block) => h(Chart, { block }),
  card: (block) => h(Card, { block, draw: drawBlock }),
  carousel: (block) => h(Carousel, { block, draw: drawBlock }),
  container: (block) => h(Container, { block, draw: drawBlock }),
  alert: (block) => h(Alert, { block, draw: drawBlock }),
  plan: (block) => h(Plan, { block, draw: drawBlock }),
  task_card: (block) => h(TaskCard, { block, draw: drawBlock }),
};

/** Blocks, one below the other. */
export function Blocks({ blocks }: { readonly blocks: readonly JsonObject[] }): ComponentChild {
  return h('div', { class: 'blocks' }, blocks.map(drawBlock));
}

function drawBlock(block: JsonObject): ComponentChild {
  const type = textOf(block['type']);
  const drawn = BLOCKS[type]?.(block) ?? h('p', { class: 'quiet' }, `This page cannot draw a ${type} block`);
  return h('div', { key: textOf(block['block_id']), class: `block is-${type}` }, drawn);
}

function section(block: JsonObject): ComponentChild {
  const { text, accessory } = block;
  const fields = objectsOf(block['fields']);
  const image = objectOf(accessory)['type'] === 'image';
  const beside = image ? h(Picture, { image: objectOf(accessory), size: 'beside' }) : null;
  return h(
    'div',
    { class: 'section' },
    h(
      'div',
      { class: 'section-words' },
      text ? h('div', {}, drawText(text)) : null,
      fields.length > 0
        ? h(
            'div',
            { class: 'fields' },
            fields.map((field) => h('div', {}, drawText(field))),
          )
        : null,
    ),
    beside,
    accessory && !image ? h('div', { class: 'accessory' }, drawElement({ element: objectOf(accessory), block })) : null,
  );
}

function contextPart(part: JsonObject): ComponentChild {
  return part['type'] === 'image' ? h(Picture, { image: part, size: 'small' }) : h('span', {}, drawText(part));
}

function elements(block: JsonObject): ComponentChild {
  return objectsOf(block['elements']).map((element) => drawElement({ element, block }));
}

function Input({ block }: { readonly block: JsonObject }): ComponentChild {
  const { where, errors } = useSpot();
  const element = objectOf(block['element']);
  const id = `${where}/${textOf(block['block_id'])}/${textOf(element['action_id'])}`;
  const error = errors[textOf(block['block_id'])];
  const optional = block['optional'] === true ? h('small', {}, ' (optional)') : null;
  return h(
    'div',
    { class: error ? 'input wrong' : 'input' },
    h('label', { for: id }, wordsOf(block['label']), optional),
    drawElement({ element, block }),
    error ? h('p', { class: 'error', id: `${id}/error`, role: 'alert' }, error) : null,
    block['hint'] ? h('p', { class: 'hint' }, wordsOf(block['hint'])) : null,
  );
}
