import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import { type Json, type JsonObject, listOf, objectOf, objectsOf, textOf } from '../../slack/json.ts';
import { RichText } from './rich-text.ts';

type BlockProps = { readonly block: JsonObject };

/** A table; its first row is the heading. */
export function Table({ block }: BlockProps): ComponentChild {
  const settings = objectsOf(block['column_settings']);
  const align = (column: number): string => textOf(settings[column]?.['align']) || 'left';
  const [head, ...rows] = listOf(block['rows']).map(listOf);
  return grid({ head: head ?? [], rows, align, rowHeader: -1 });
}

/** A table with a caption, shown a page at a time. */
export function DataTable({ block }: BlockProps): ComponentChild {
  const [page, setPage] = useState(0);
  const [head, ...rows] = listOf(block['rows']).map(listOf);
  const size = Number(block['page_size'] ?? 5);
  const pages = Math.ceil(rows.length / size);
  const shown = rows.slice(page * size, (page + 1) * size);
  const numeric = (column: number): string =>
    rows.every((row) => objectOf(row[column])['type'] === 'raw_number') ? 'right' : 'left';
  const step = (by: number, words: string): ComponentChild =>
    h(
      'button',
      {
        type: 'button',
        class: 'button',
        disabled: page + by < 0 || page + by >= pages,
        onClick: () => setPage(page + by),
      },
      words,
    );
  return h(
    'figure',
    {},
    h('figcaption', {}, textOf(block['caption'])),
    grid({ head: head ?? [], rows: shown, align: numeric, rowHeader: Number(block['row_header_column_index'] ?? 0) }),
    pages > 1 ? h('div', { class: 'pages' }, step(-1, 'Previous'), `${page + 1} of ${pages}`, step(1, 'Next')) : null,
  );
}

function grid(parts: {
  readonly head: readonly Json[];
  readonly rows: readonly (readonly Json[])[];
  readonly align: (column: number) => string;
  readonly rowHeader: number;
}): ComponentChild {
  const one = (cell: Json, column: number, tag: 'td' | 'th'): ComponentChild =>
    h(tag, { style: { textAlign: parts.align(column) } }, drawCell(objectOf(cell)));
  const row = (cells: readonly Json[]): ComponentChild =>
    h(
      'tr',
      {},
      cells.map((cell, column) => one(cell, column, column === parts.rowHeader ? 'th' : 'td')),
    );
  const head = h(
    'tr',
    {},
    parts.head.map((cell, column) => one(cell, column, 'th')),
  );
  return h('div', { class: 'table-place' }, h('table', {}, h('thead', {}, head), h('tbody', {}, parts.rows.map(row))));
}

function drawCell(cell: JsonObject): ComponentChild {
  return cell['type'] === 'rich_text'
    ? h(RichText, { block: cell })
    : textOf(cell['text']) || String(cell['value'] ?? '');
}
