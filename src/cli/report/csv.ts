/** What begins like this is a formula to a spreadsheet, whatever column it stands in. */
const formula = /^[\s]*[=+\-@＝＋－＠\t\r]/u;
const quoted = /[",\r\n]/;

/**
 * Rows as RFC 4180 has them: the names of the columns first, as many fields in each row, CRLF after each. A field that a spreadsheet would
 * take for a formula gets an apostrophe before it, which spreadsheets do not show.
 */
export function csv<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Partial<Record<Column, string>>>[],
): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return lines.map((fields) => `${fields.map(field).join(',')}\r\n`).join('');
}

function field(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
