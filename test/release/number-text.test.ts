import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apart, changeText, exactText, numberText, textBeside } from '../../src/release/number-text.ts';

const texts: readonly [value: number | 'NaN', text: string][] = [
  [0.861, '0.861'],
  [0.8, '0.80'],
  [0.86123456, '0.8612'],
  [0, '0'],
  [-0, '0'],
  [12, '12'],
  [4.1, '4.10'],
  [-0.5, '-0.50'],
  [1234.567, '1235'],
  [0.00001234567, '0.00001235'],
  [1.5e-9, '1.5e-9'],
  [1e21, '1e+21'],
  ['NaN', 'NaN'],
];

test.each(texts)('%s reads %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});

test('a bound is shown as it was written', () => {
  expect([0.8, 0.80125, 0.123456789, 5].map(exactText)).toEqual(['0.80', '0.80125', '0.123456789', '5']);
});

test('a value never reads as equal to its bound, nor beyond it', () => {
  expect(textBeside(0.799999, 0.8)).toBe('0.799999');
  expect(textBeside(0.71, 0.74)).toBe('0.71');
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, number, (value, bound) => {
      expect(Math.sign(Number(textBeside(value, bound)) - bound)).toBe(Math.sign(value - bound));
      const [one, other] = apart(value, bound);
      expect(Math.sign(Number(one) - Number(other))).toBe(Math.sign(value - bound));
    }),
  );
});

test('a change shows that it is one', () => {
  expect(changeText(0.861, 0.859)).toBe('0.861 → 0.859');
  expect(changeText(0.1, 0.1 + 1e-12)).toBe('0.10 → 0.100000000001');
  expect(changeText('NaN', 0.5)).toBe('NaN → 0.50');
});
