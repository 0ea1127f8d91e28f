import { z } from 'zod';
import type { Table } from '../../blocks/shown-table.ts';
import { csvRows } from './csv.ts';

const readAtMost = 1024 * 1024;
const mostColumns = 30;

const Cell = z.unknown().transform(cellText);
const Row = z.record(z.string(), Cell);
/** As MLflow logs tables: `{"columns": […], "data": [[…], …]}`. */
const Split = z.object({ columns: z.array(z.string()).min(1), data: z.array(z.array(Cell)) });

/** The first rows of a CSV, TSV, JSON or JSONL file; null when it is no table. What is beyond the first megabyte is not looked at. */
export function tableOf(path: string, bytes: Uint8Array): Table | null {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, readAtMost)).replace(/^\ufeff/, '');
  const table = /\.jsonl?$/i.test(path) ? fromJson(text) : fromLines(path, text, bytes.length > readAtMost);
  return table === null || table.rows.length === 0 ? null : narrowed(table);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function narrowed({ columns, rows }: Table): Table {
  return { columns: columns.slice(0, mostColumns), rows: rows.map((row) => row.slice(0, mostColumns)) };
}

function fromLines(path: string, text: string, cut: boolean): Table | null {
  const separators: Readonly<Record<string, string>> = { '.csv': ',', '.tsv': '\t' };
  const separator = separators[path.slice(path.lastIndexOf('.')).toLowerCase()];
  if (separator === undefined) return null;
  const [columns, ...rows] = csvRows(text, separator);
  return columns === undefined ? null : { columns, rows: cut ? rows.slice(0, -1) : rows };
}

/** A file that goes on after the first megabyte can still be read when it is one object a line. */
function fromJson(text: string): Table | null {
  const whole = json(text);
  if (whole === undefined) return fromObjects(text.split('\n').flatMap(rowOf));
  const split = Split.safeParse(whole);
  if (split.success) return { columns: split.data.columns, rows: split.data.data };
  const rows = z.union([z.array(Row), Row.transform((row) => [row])]).safeParse(whole);
  return rows.success ? fromObjects(rows.data) : null;
}

function rowOf(line: string): readonly Record<string, string>[] {
  const row = Row.safeParse(json(line));
  return row.success ? [row.data] : [];
}

function fromObjects(objects: readonly Readonly<Record<string, string>>[]): Table {
  const columns = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  return { columns, rows: objects.map((one) => columns.map((column) => one[column] ?? '')) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
