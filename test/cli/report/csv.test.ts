import { expect, test } from 'vitest';
import { csv } from '../../../src/cli/report/csv.ts';

const columns = ['a', 'b'] as const;

test('rows have the names first, CRLF after each, and as many fields as there are columns', () => {
  expect(csv(columns, [{ a: '1', b: '2' }, { b: '3' }])).toBe('a,b\r\n1,2\r\n,3\r\n');
  expect(csv(columns, [])).toBe('a,b\r\n');
});

const fields: readonly (readonly [string, string])[] = [
  ['plain', 'plain'],
  ['one, two', '"one, two"'],
  ['say "no"', '"say ""no"""'],
  ['one\r\ntwo', '"one\r\ntwo"'],
  ['=1+1', "'=1+1"],
  ['=HYPERLINK("http://evil.example","look")', `"'=HYPERLINK(""http://evil.example"",""look"")"`],
  ['+49', "'+49"],
  ['-0.25', "'-0.25"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1', "'  =1"],
  ['\t=1', "'\t=1"],
  ['＝1', "'＝1"],
  ['a=b', 'a=b'],
  ['v14', 'v14'],
];

test.for(fields)('%j is written %j', ([text, written]) => {
  expect(csv(['a'], [{ a: text }])).toBe(`a\r\n${written}\r\n`);
});
