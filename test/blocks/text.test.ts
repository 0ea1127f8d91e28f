import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateLeaf, utc } from '../../blocks/dates.ts';
import { metricText, someOf } from '../../blocks/findings.ts';
import { isAddress } from '../../blocks/leaves.ts';
import { limits } from '../../blocks/limits.ts';
import { clean, cut, escapedWithin, plural, tame } from '../../blocks/text.ts';
import { metricRow } from '../../src/release/view-numbers.ts';

describe('rule 11: text from outside', () => {
  test.each([
    ['churn\u202e41v', 'churn41v'],
    ['a\u200bd\u2060m\ufeffin', 'admin'],
    ['two\nlines\tand   spaces', 'two lines and spaces'],
    ['\u0000\u0007', '–'],
    ['', '–'],
    ['\ud83dx', 'x'],
    ['naïve Ελλάδα 模型 🚂', 'naïve Ελλάδα 模型 🚂'],
    [`a${'\u0301'.repeat(50)}`, `a${'\u0301'.repeat(3)}`],
  ])('%j reads %j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['🚂🚂🚂🚂', 5, '🚂🚂…'],
    ['ab cdef', 4, 'ab…'],
  ])('%j in %i characters is %j', (text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });

  test('is never longer than asked, never empty, never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 1, max: 200 }), (text, max) => {
        const tamed = tame(text, max);
        expect(tamed.length).toBeLessThanOrEqual(max);
        expect(tamed.length).toBeGreaterThan(0);
        expect(tamed.isWellFormed()).toBe(true);
      }),
    );
  });

  test('escaped text fits and has no markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '!', '🚂', 'x'), maxLength: 300 }), (text) => {
        const escaped = escapedWithin(text, limits.message.push);
        expect(escaped.length).toBeLessThanOrEqual(limits.message.push);
        expect(escaped).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      }),
    );
  });
});

test.each([
  [1, '1 gate'],
  [0, '0 gates'],
  [12, '12 gates'],
])('%i is written %s', (count, words) => {
  expect(plural(count, 'gate')).toBe(words);
});

describe('moments', () => {
  const at = Date.UTC(2026, 10, 22, 10, 0);

  test('have a fallback in UTC', () => {
    expect(dateLeaf(at, 'moment')).toEqual({
      type: 'date',
      timestamp: at / 1000,
      format: '{date_short_pretty} at {time}',
      fallback: '2026-11-22 10:00 UTC',
    });
  });

  test.each([0, -5, Number.MAX_SAFE_INTEGER])('%i does not throw', (odd) => {
    expect(utc(odd)).toMatch(/UTC$/);
    expect(dateLeaf(odd, 'day').timestamp).toBeGreaterThanOrEqual(0);
  });
});

const metric = (
  candidate: number | 'NaN' | null,
  champion: number | null,
  direction: 'higher' | 'lower' | 'unknown',
  name = 'auc',
) => metricText(metricRow({ name, candidate, champion, direction, primary: true }));

test.each([
  [metric(0.861, 0.852, 'higher'), 'auc 0.861 ▲ +0.009 better'],
  [metric(0.852, 0.861, 'higher'), 'auc 0.852 ▼ −0.009 worse'],
  [metric(11.9, 12.4, 'lower'), 'auc 11.90 ▼ −0.50 better'],
  [metric(0.86, 0.86, 'higher'), 'auc 0.86 = ±0 same'],
  [metric(0.86, null, 'higher'), 'auc 0.86'],
  [metric(3, 2, 'unknown'), 'auc 3 ▲ +1'],
  [metric('NaN', 0.8, 'higher'), 'auc NaN'],
  [metric(null, 0.8, 'higher'), 'auc not logged'],
])('a metric reads %s', (text, expected) => {
  expect(text).toBe(expected);
});

test('a metric stays on one line of a phone', () => {
  const text = metric(0.861, 0.852, 'higher', 'recall_on_high_value_customers_in_the_north');
  expect(text.length).toBeLessThanOrEqual(limits.phone);
  expect(text).toContain('0.861 ▲ +0.009 better');
});

test('as many names as fit, the rest counted', () => {
  expect(someOf(['auc', 'recall', 'latency'], 12)).toBe('auc, recall, +1');
  expect(someOf(['x'.repeat(90)], 12)).toBe('+1');
});

test.each([
  ['https://mlflow.corp.example/#/runs/1?a=b', true],
  ['http://10.0.0.1:5000/x', true],
  ['javascript:alert(1)', false],
  ['https://a b', false],
  ['https://a|b', false],
  ['https://a>b', false],
  ['https://раypal.example/', false],
  [`https://a/${'x'.repeat(700)}`, false],
])('%s can be linked: %s', (url, expected) => {
  expect(isAddress(url)).toBe(expected);
});
