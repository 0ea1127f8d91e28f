import type { KnownBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import { bold, text } from './leaves.ts';
import { limits } from './limits.ts';
import { characters, footer, type Message, richText } from './message.ts';
import { escapedWithin, plural, tame } from './text.ts';

/** First rows of a file that a run logged. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table of one version, and of another beside it where there is one. */
export interface ShownTable {
  readonly path: string;
  readonly version: string;
  readonly table: Table;
  readonly beside: { readonly version: string; readonly table: Table } | null;
  /** At most so many; fewer where a message has no room for them. */
  readonly rows: number;
  /** What else is to be said: "2 more files match". */
  readonly note: string | null;
}

/** Columns by which rows of two versions are known to be about the same thing. */
const inputs = ['id', 'input', 'inputs', 'prompt', 'question', 'query', 'example', 'text'];
const longestCell = 220;
const longestPath = 80;
const mostColumns = 8;

/** The first rows for reviewers, one paragraph a row, so that a phone need not scroll sideways; outside text stands in leaves only. */
export function shownTable(view: ShownTable): Message {
  const { path, version, beside } = view;
  const against = beside === null ? '' : ` beside ${beside.version}`;
  return { text: escapedWithin(`${tame(path, longestPath)} of ${version}${against}`, 140), blocks: fittingRows(view) };
}

/** As many rows as a message takes; one row alone always fits. */
function fittingRows(view: ShownTable): KnownBlock[] {
  let rows = Math.min(view.rows, view.table.rows.length);
  let blocks = drawn(view, rows);
  while (rows > 1 && characters(blocks) > limits.message.characters) {
    rows -= Math.max(1, Math.floor(rows / 4));
    blocks = drawn(view, rows);
  }
  return blocks;
}

function drawn(view: ShownTable, rows: number): KnownBlock[] {
  const { path, version, table, beside, note } = view;
  const all = table.rows.length;
  const count = rows < all ? `first ${rows} of ${all} rows` : plural(rows, 'row');
  const against = beside === null ? '' : ` beside ${beside.version}`;
  const head: RichTextBlockElement = {
    type: 'rich_text_section',
    elements: [bold(tame(path, longestPath)), text(`, ${version}${against}: ${count}`)],
  };
  const shown = table.rows.slice(0, rows).map((row, at) => rowSection(view, row, at));
  return [...richText(head, ...shown), ...(note === null ? [] : [footer(note)])];
}

function rowSection(view: ShownTable, row: readonly string[], at: number): RichTextBlockElement {
  const { table, beside } = view;
  const other = beside === null ? null : otherRow(table, row, beside.table);
  const lines = table.columns
    .slice(0, mostColumns)
    .map((column, index) => cellLine(view, column, row[index] ?? '', other));
  const left = table.columns.length - mostColumns;
  const rest = left > 0 ? [[text(`and ${plural(left, 'more column')}`)]] : [];
  const missing = beside !== null && other === null ? [[text(`${beside.version} has no such row.`)]] : [];
  const all = [...lines, ...rest, ...missing].flatMap((line, index) => (index === 0 ? line : [text('\n'), ...line]));
  return { type: 'rich_text_quote', elements: [text(`${at + 1}. `), ...all] };
}

/** One value where both versions say the same, both values where they differ. */
function cellLine(
  { version, beside }: ShownTable,
  column: string,
  value: string,
  other: readonly string[] | null,
): readonly RichTextElement[] {
  const name = bold(`${tame(column, 40)}: `);
  const theirs = other === null || beside === null ? null : cellOf(beside.table, other, column);
  if (theirs === null || theirs === value) return [name, text(tame(value, longestCell))];
  const [mine, before] = [tame(value, longestCell), tame(theirs, longestCell)];
  return [name, text(`\n  ${version}: ${mine}\n  ${beside?.version ?? ''}: ${before}`)];
}

/** The row of the other table with the same input, or null. */
function otherRow(table: Table, row: readonly string[], other: Table): readonly string[] | null {
  const key = table.columns.find((column) => inputs.includes(column.toLowerCase())) ?? table.columns[0] ?? '';
  const at = other.columns.indexOf(key);
  const value = row[table.columns.indexOf(key)];
  return at === -1 ? null : (other.rows.find((one) => one[at] === value) ?? null);
}

function cellOf(table: Table, row: readonly string[], column: string): string | null {
  const at = table.columns.indexOf(column);
  return at === -1 ? null : (row[at] ?? '');
}
