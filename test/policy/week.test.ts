import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockText, closedOutside, datesOf, isDate, spanOf, windowOf } from '../../src/policy/week.ts';

const day = 1440;
const week = 7 * day;

test.each([
  ['Mon 00:00 - Tue 00:00', { from: 0, to: day }],
  ['Fri 16:00 - Mon 08:00', { from: 4 * day + 960, to: 480 }],
  ['Sun 22:00-Sun 23:30', { from: 6 * day + 1320, to: 6 * day + 1410 }],
  ['Fri 16:00 – Sun 24:00', { from: 4 * day + 960, to: 0 }],
  ['Mon 08:00 - Mon 08:00', null],
  ['Mon 8:00 - Tue 08:00', null],
  ['Mon 08:60 - Tue 08:00', null],
  ['Mon 24:01 - Tue 08:00', null],
  ['Moo 08:00 - Tue 08:00', null],
  ['monday', null],
])('every week from %s', (text, span) => {
  expect(spanOf(text)).toEqual(span);
});

test.each([
  ['2026-12-20 - 2027-01-03', { from: '2026-12-20', to: '2027-01-03' }],
  ['2026-12-24', { from: '2026-12-24', to: '2026-12-24' }],
  ['2028-02-29', { from: '2028-02-29', to: '2028-02-29' }],
  ['2026-02-29', null],
  ['2026-12-20 - 2026-12-19', null],
  ['2026-13-01', null],
  ['20.12.2026', null],
])('once from %s', (text, dates) => {
  expect(datesOf(text)).toEqual(dates);
});

test.each([
  ['Mon-Tue 09:00-16:00', [540, 960, day + 540, day + 960]],
  ['Sat 00:00-24:00', [5 * day, 6 * day]],
  ['Sun-Mon 10:00-11:00', [6 * day + 600, 6 * day + 660, 600, 660]],
  ['Mon 16:00-09:00', null],
  ['Mon 09:00-09:00', null],
  ['Mo 09:00-10:00', null],
])('open %s', (text, minutes) => {
  expect(windowOf(text)?.flatMap(({ from, to }) => [from, to]) ?? null).toEqual(minutes);
});

test('what is not open is closed, and nothing else', () => {
  const minute = fc.integer({ min: 0, max: week - 1 });
  const window = fc
    .tuple(minute, fc.integer({ min: 1, max: day }))
    .map(([from, length]) => ({ from, to: Math.min(week, from + length) }));
  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 6 }), minute, (windows, at) => {
      const isOpen = windows.some(({ from, to }) => from <= at && at < to);
      const closed = closedOutside(windows).filter(({ from, to }) =>
        from < to ? from <= at && at < to : at >= from || at < to,
      );
      expect(closed).toHaveLength(isOpen ? 0 : 1);
    }),
  );
});

test('a week that is open all the time closes nothing', () => {
  expect(closedOutside(windowOf('Mon-Sun 00:00-24:00') ?? [])).toEqual([]);
});

test('clocks are written as they are read, and dates are days that exist', () => {
  expect([0, 480, week - 1].map(clockText)).toEqual(['Mon 00:00', 'Mon 08:00', 'Sun 23:59']);
  expect(['2026-11-22', '2026-11-31', '2026-1-1', ''].map(isDate)).toEqual([true, false, false, false]);
});
