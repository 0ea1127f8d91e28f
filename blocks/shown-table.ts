import type { RichTextBlockElement, RichTextElement } from '@slack/types';
import { bold, text } from './leaves.ts';
import { fitting, footer, type Message, richText } from './message.ts';
import { escapedWithin, tame } from './text.ts';

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
  readonly rows: number;
  /** What else is to be said: "2 more files match". */
  readonly note: string | null;
}

/** Columns by which rows of two versions are known to be about the same thing. */
const inputs = ['id', 'input', 'inputs', 'prompt', 'question', 'query', 'example', 'text'];
const longestCell = 220;
const longestPath = 80;

/** The first rows for reviewers, one paragraph a row, so that a phone need not scroll sideways; outside text stands in leaves only. */
export function shownTable(view: ShownTable): Message {
  const { path, version, table, beside, rows, note } = view;
  const shown = table.rows.slice(0, rows);
  const against = beside === null ? '' : ` beside ${beside.version}`;
  const count = shown.length < table.rows.length ? `first ${shown.length} of ${table.rows.length} rows` : `${shown.length} rows`;
  const head: RichTextBlockElement = {
    type: 'rich_text_section',
    elements: [bold(tame(path, longestPath)), text(`, ${version}${against}: ${count}`)],
  };
  return {
    text: escapedWithin(`${tame(path, longestPath)} of ${version}${against}`, 140),
    blocks: [
      ...fitting((scale) => richText(head, ...shown.map((row, at) => rowSection(view, row, at, scale)))),
      ...(note === null ? [] : [footer(note)]),
    ],
  };
}

function rowSection({ table, beside, version }: ShownTable, row: readonly string[], at: number, scale: number): RichTextBlockElement {
  const most = Math.max(24, Math.floor(longestCell * scale));
  const cells = table.columns.map((column, index) => ({ column, value: row[index] ?? '' }));
  const other = beside === null ? null : otherRow(table, row, beside.table);
  const lines = cells.map(({ column, value }) => {
    const theirs = other === null || beside === null ? null : cellOf(beside.table, other, column);
    const name = bold(`${tame(column, 40)}: `);
    if (theirs === null || theirs === value) return [name, text(tame(value, most))];
    return [name, text(`\n  ${version}: ${tame(value, most)}\n  ${beside?.version ?? ''}: ${tame(theirs, most)}`)];
  });
  const missing = beside !== null && other === null ? [[text(`${beside.version} has no such row.`)]] : [];
  return { type: 'rich_text_quote', elements: numbered(at, [...lines, ...missing]) };
}

function numbered(at: number, lines: readonly (readonly RichTextElement[])[]): RichTextElement[] {
  return [text(`${at + 1}. `), ...lines.flatMap((line, index) => (index === 0 ? line : [text('\n'), ...line]))];
}

/** The row of the other table with the same input, or null. */
function otherRow(table: Table, row: readonly string[], other: Table): readonly string[] | null {
  const key = table.columns.find((column) => inputs.includes(column.toLowerCase())) ?? table.columns[0] ?? '';
  const value = row[table.columns.indexOf(key)];
  return other.rows.find((one) => one[other.columns.indexOf(key)] === value) ?? null;
}

function cellOf(table: Table, row: readonly string[], column: string): string | null {
  const at = table.columns.indexOf(column);
  return at === -1 ? null : (row[at] ?? '');
}
