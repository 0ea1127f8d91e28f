/** The rows of a CSV text as RFC 4180 has them: quoted fields may hold separators, line breaks and doubled quotes. */
export function csvRows(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const { field, end } of fields(text, separator)) {
    row.push(field);
    if (end === 'field') continue;
    if (row.length > 1 || field !== '') rows.push(row);
    row = [];
  }
  // A text that ends behind a separator ends with an empty field.
  if (row.length > 0) rows.push([...row, '']);
  return rows;
}

interface Field {
  readonly field: string;
  readonly end: 'field' | 'row';
}

function* fields(text: string, separator: string): Generator<Field> {
  let at = 0;
  while (at < text.length) {
    const { field, next } = text[at] === '"' ? quoted(text, at + 1) : { field: '', next: at };
    const stop = endOf(text, next, separator);
    const rest = text.slice(next, stop).replace(/\r$/, '');
    at = stop + 1;
    yield { field: field + rest, end: text[stop] === separator ? 'field' : 'row' };
  }
}

/** A quoted field that begins at `from`, and where it ends. */
function quoted(text: string, from: number): { readonly field: string; readonly next: number } {
  let end = text.indexOf('"', from);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  const last = end === -1 ? text.length : end;
  return { field: text.slice(from, last).replaceAll('""', '"'), next: Math.min(text.length, last + 1) };
}

function endOf(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
  return at;
}
