import { describe, expect, test } from 'vitest';
import { csvRows } from '../../handlers/notifier/csv.ts';
import { imageKind } from '../../handlers/notifier/image-kind.ts';
import { tableOf } from '../../handlers/notifier/table-of.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('CSV as RFC 4180 has it', () => {
  test.each([
    {
      name: 'plain',
      text: 'a,b\n1,2\n',
      rows: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
    {
      name: 'Windows line ends and no last one',
      text: 'a,b\r\n1,2',
      rows: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
    { name: 'quotes, separators and line breaks inside', text: '"a","b,""c""\nd"\n', rows: [['a', 'b,"c"\nd']] },
    { name: 'empty fields', text: 'a,,\n', rows: [['a', '', '']] },
    { name: 'empty lines are none', text: 'a\n\nb\n', rows: [['a'], ['b']] },
    { name: 'a quote that never ends', text: 'a,"b\nc', rows: [['a', 'b\nc']] },
    { name: 'nothing', text: '', rows: [] },
  ])('$name', ({ text, rows }) => {
    expect(csvRows(text, ',')).toEqual(rows);
  });

  test('a megabyte without a line break takes no longer than one with', () => {
    expect(csvRows(','.repeat(1_000_000), ',')[0]).toHaveLength(1_000_001);
  });
});

describe('a file as a table', () => {
  test.each([
    { name: 'CSV', path: 'a.csv', text: 'x,y\n1,2\n', columns: ['x', 'y'], rows: [['1', '2']] },
    { name: 'CSV with a byte order mark', path: 'a.CSV', text: '\ufeffx\n1\n', columns: ['x'], rows: [['1']] },
    { name: 'TSV', path: 'a.tsv', text: 'x\ty\n1\t2\n', columns: ['x', 'y'], rows: [['1', '2']] },
    {
      name: 'a table as MLflow logs it',
      path: 'eval.json',
      text: '{"columns":["q","score"],"data":[["2+2?",1],["?",null]]}',
      columns: ['q', 'score'],
      rows: [
        ['2+2?', '1'],
        ['?', ''],
      ],
    },
    {
      name: 'a list of objects',
      path: 'a.json',
      text: '[{"x":1},{"y":{"z":2}}]',
      columns: ['x', 'y'],
      rows: [
        ['1', ''],
        ['', '{"z":2}'],
      ],
    },
    { name: 'an object a line', path: 'a.jsonl', text: '{"x":"a"}\n{"x":"b"}\n', columns: ['x'], rows: [['a'], ['b']] },
    { name: 'one object', path: 'a.jsonl', text: '{"x":"a"}', columns: ['x'], rows: [['a']] },
  ])('$name', ({ path, text, columns, rows }) => {
    expect(tableOf(path, bytes(text))).toEqual({ columns, rows });
  });

  test.each([
    { name: 'JSON that is no table', path: 'a.json', text: '"words"' },
    { name: 'no JSON', path: 'a.json', text: '{"columns":' },
    { name: 'columns without rows', path: 'a.json', text: '{"columns":["x"],"data":[]}' },
    { name: 'another ending', path: 'a.txt', text: 'x,y\n1,2\n' },
    { name: 'nothing', path: 'a.csv', text: '' },
  ])('none: $name', ({ path, text }) => {
    expect(tableOf(path, bytes(text))).toBeNull();
  });

  test('of a longer file the first megabyte is read, without the row that it cuts in two', () => {
    const row = `${'x'.repeat(999)}\n`;
    const table = tableOf('a.csv', bytes(`name\n${row.repeat(3_000)}`));
    expect(table?.rows.length).toBe(1_048);
    expect(table?.rows.every(([name]) => name?.length === 999)).toBe(true);
  });
});

test.each([
  { name: 'PNG', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0], kind: '.png' },
  { name: 'JPEG', bytes: [0xff, 0xd8, 0xff, 0xe0], kind: '.jpg' },
  { name: 'GIF', bytes: [...bytes('GIF89a')], kind: '.gif' },
  { name: 'SVG', bytes: [...bytes('<svg onload="x()">')], kind: null },
  { name: 'HTML', bytes: [...bytes('<html>')], kind: null },
  { name: 'the beginning of a PNG', bytes: [0x89, 0x50], kind: null },
])('what kind of picture bytes are: $name', ({ bytes: all, kind }) => {
  expect(imageKind(new Uint8Array(all))).toBe(kind);
});
