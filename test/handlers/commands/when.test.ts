import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveLast, resolveWhen } from '../../../handlers/commands/resolve-when.ts';
import { parseWhen } from '../../../handlers/commands/when.ts';

const zone = 'Europe/Berlin';
/** A Sunday, 22 November 2026, 10:00 in Berlin. */
const now = Date.parse('2026-11-22T09:00:00Z');

const ahead: readonly (readonly [string, string])[] = [
  ['2h', '2026-11-22T11:00:00Z'],
  ['90m', '2026-11-22T10:30:00Z'],
  ['2h30m', '2026-11-22T11:30:00Z'],
  ['1d 2h', '2026-11-23T11:00:00Z'],
  ['2 hours', '2026-11-22T11:00:00Z'],
  ['1 day and 1 hour', '2026-11-23T10:00:00Z'],
  ['in 30 min', '2026-11-22T09:30:00Z'],
  ['1w', '2026-11-29T09:00:00Z'],
  ['tomorrow', '2026-11-22T23:00:00Z'],
  ['tomorrow 9:00', '2026-11-23T08:00:00Z'],
  ['tomorrow at 9am', '2026-11-23T08:00:00Z'],
  ['Tomorrow 12 PM', '2026-11-23T11:00:00Z'],
  ['tomorrow 12:30am', '2026-11-22T23:30:00Z'],
  ['today 18:00', '2026-11-22T17:00:00Z'],
  ['18:00', '2026-11-22T17:00:00Z'],
  ['09:30', '2026-11-23T08:30:00Z'],
  ['Mon 08:00', '2026-11-23T07:00:00Z'],
  ['monday', '2026-11-22T23:00:00Z'],
  ['next tue 8:00', '2026-11-24T07:00:00Z'],
  ['sun 11:00', '2026-11-22T10:00:00Z'],
  ['sun 09:00', '2026-11-29T08:00:00Z'],
  ['2026-12-01 08:00', '2026-12-01T07:00:00Z'],
  ['2026-12-01', '2026-11-30T23:00:00Z'],
  ['2026-12-01T08:00', '2026-12-01T07:00:00Z'],
  ['2026-12-01T08:00Z', '2026-12-01T08:00:00Z'],
  ['2026-12-01 08:00 UTC', '2026-12-01T08:00:00Z'],
  ['2026-12-01 08:00 America/New_York', '2026-12-01T13:00:00Z'],
  ['1 December 08:00', '2026-12-01T07:00:00Z'],
  ['Dec 1st, 2026 08:00', '2026-12-01T07:00:00Z'],
  ['3 March', '2027-03-02T23:00:00Z'],
  ['2027-03-28 03:30', '2027-03-28T01:30:00Z'],
  ['2027-07-01 08:00', '2027-07-01T06:00:00Z'],
];

test.each(ahead)('until %s is %s', (typed, iso) => {
  const when = parseWhen(typed);
  expect(when && new Date(resolveWhen(when, now, zone) ?? 0).toISOString()).toBe(new Date(iso).toISOString());
});

const behind: readonly (readonly [string, string])[] = [
  ['2026-03-03', '2026-03-03T22:59:59.999Z'],
  ['2026-03-03 14:00', '2026-03-03T13:00:00Z'],
  ['3 March', '2026-03-03T22:59:59.999Z'],
  ['3 December', '2025-12-03T22:59:59.999Z'],
  ['yesterday', '2026-11-21T22:59:59.999Z'],
  ['mon', '2026-11-16T22:59:59.999Z'],
  ['08:00', '2026-11-22T07:00:00Z'],
  ['2h', '2026-11-22T07:00:00Z'],
];

test.each(behind)('live on %s asks for %s', (typed, iso) => {
  const when = parseWhen(typed);
  expect(when && new Date(resolveLast(when, now, zone) ?? 0).toISOString()).toBe(new Date(iso).toISOString());
});

test.each([
  '',
  'x',
  '25:00',
  '12:60',
  '13pm',
  '0pm',
  '2026-02-30',
  '2026-13-01',
  '31 april',
  'mon tue',
  '9',
  'tomorrow 9',
  '0h',
  '2h ago',
  'until',
  '99999999h',
  'toString',
  'constructor',
])('%s is no time', (typed) => {
  expect(parseWhen(typed)).toBeNull();
});

test('a zone that nobody knows is said, not guessed', () => {
  const when = parseWhen('2026-12-01 08:00 middle/earth');
  expect(when && resolveWhen(when, now, zone)).toBeNull();
});

test('no text throws, and every time that is read lies on the calendar', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-z :./-]{0,24}$/)), (text) => {
      const when = parseWhen(text);
      return (
        when === null || resolveWhen(when, now, zone) === null || Number.isSafeInteger(resolveWhen(when, now, zone))
      );
    }),
    { numRuns: 3_000 },
  );
});

test('a written date and time means that wall clock in every zone', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
  );
  const noon = fc
    .date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10));
  fc.assert(
    fc.property(noon, zones, (day, there) => {
      const when = parseWhen(`${day} 12:05`);
      const at = when && resolveWhen(when, now, there);
      return (
        new Intl.DateTimeFormat('sv', { timeZone: there, dateStyle: 'short', timeStyle: 'short' }).format(at ?? 0) ===
        `${day} 12:05`
      );
    }),
  );
});
