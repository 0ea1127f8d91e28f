import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarPause } from '../../src/release/calendar.ts';
import type { CalendarRule } from '../../src/release/lane-policy.ts';
import { afterWorkingDays } from '../../src/release/working-days.ts';
import { momentOf, wallTime } from '../../src/release/zone.ts';

const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';
const kolkata = 'Asia/Kolkata';

const hour = 60;
const day = 24 * hour;

function weekly(from: number, to: number, zone = 'UTC', why = 'nobody is here'): CalendarRule {
  return { kind: 'weekly', from, to, zone, why };
}

function dates(from: string, to: string, zone = 'UTC', why = 'stock-taking'): CalendarRule {
  return { kind: 'dates', from, to, zone, why };
}

const weekend = (zone: string) => weekly(4 * day + 16 * hour, 8 * hour, zone);

/** Until when the calendar holds, or `open`. */
function held(rules: readonly CalendarRule[], at: string): string {
  const pause = calendarPause(rules, Date.parse(at));
  return pause === null ? 'open' : new Date(pause.until ?? 0).toISOString().slice(0, 16);
}

// November 2026: the 20th is a Friday. Berlin is UTC+1, New York UTC-5, Kolkata UTC+5:30.
test.each<[string, readonly CalendarRule[], string, string]>([
  ['no rules', [], '2026-11-20T12:00:00Z', 'open'],
  ['a minute before the weekend', [weekend('UTC')], '2026-11-20T15:59:59Z', 'open'],
  ['the first moment of it', [weekend('UTC')], '2026-11-20T16:00:00Z', '2026-11-23T08:00'],
  ['over the week’s end', [weekend('UTC')], '2026-11-23T07:59:59Z', '2026-11-23T08:00'],
  ['the last moment is open', [weekend('UTC')], '2026-11-23T08:00:00Z', 'open'],
  ['by the clocks of Berlin', [weekend(berlin)], '2026-11-20T15:00:00Z', '2026-11-23T07:00'],
  ['by the clocks of New York', [weekend(newYork)], '2026-11-20T20:59:00Z', 'open'],
  ['by the clocks of Kolkata', [weekend(kolkata)], '2026-11-20T10:30:00Z', '2026-11-23T02:30'],
  ['dates are whole days', [dates('2026-12-20', '2027-01-03')], '2027-01-03T23:59:59Z', '2027-01-04T00:00'],
  ['and end with the last of them', [dates('2026-12-20', '2027-01-03')], '2027-01-04T00:00:00Z', 'open'],
  ['and begin with the first', [dates('2026-12-20', '2027-01-03', berlin)], '2026-12-19T23:00:00Z', '2027-01-03T23:00'],
  [
    'rules that follow one another',
    [weekend('UTC'), dates('2026-11-23', '2026-11-24')],
    '2026-11-21T00:00:00Z',
    '2026-11-25T00:00',
  ],
  [
    'rules that overlap',
    [dates('2026-11-19', '2026-11-21'), weekend('UTC')],
    '2026-11-19T10:00:00Z',
    '2026-11-23T08:00',
  ],
  [
    'rules with a gap between',
    [weekend('UTC'), dates('2026-11-24', '2026-11-25')],
    '2026-11-21T00:00:00Z',
    '2026-11-23T08:00',
  ],
  ['a whole day in the week', [weekly(2 * day, 3 * day)], '2026-11-18T12:00:00Z', '2026-11-19T00:00'],
  ['Sunday to the week’s very end', [weekly(6 * day, 0)], '2026-11-22T12:00:00Z', '2026-11-23T00:00'],
])('%s', (_, rules, at, words) => {
  expect(held(rules, at)).toBe(words);
});

// Berlin skips 02:00–03:00 on 29 March 2026 (01:00 UTC) and shows 02:00–03:00 twice on 25 October (until 01:00 UTC).
test.each<[string, CalendarRule, string, string]>([
  [
    'an end that is skipped',
    weekly(6 * day, 6 * day + 2 * hour + 30, berlin),
    '2026-03-29T00:30:00Z',
    '2026-03-29T01:00',
  ],
  [
    'a begin that is skipped',
    weekly(6 * day + 2 * hour + 30, 6 * day + 5 * hour, berlin),
    '2026-03-29T01:00:00Z',
    '2026-03-29T03:00',
  ],
  ['before it', weekly(6 * day + 2 * hour + 30, 6 * day + 5 * hour, berlin), '2026-03-29T00:59:00Z', 'open'],
  [
    'an end that comes twice is the last',
    weekly(6 * day, 6 * day + 2 * hour + 30, berlin),
    '2026-10-25T01:10:00Z',
    '2026-10-25T01:30',
  ],
  [
    'a begin that comes twice is the first',
    weekly(6 * day + 2 * hour + 30, 6 * day + 5 * hour, berlin),
    '2026-10-25T00:30:00Z',
    '2026-10-25T04:00',
  ],
  ['a week that loses an hour ends by the clock', weekend(berlin), '2026-03-28T12:00:00Z', '2026-03-30T06:00'],
  ['a week that gains one, too', weekend(newYork), '2026-10-31T12:00:00Z', '2026-11-02T13:00'],
])('clocks that change: %s', (_, rule, at, words) => {
  expect(held([rule], at)).toBe(words);
});

test('what holds together is told together, and what is closed for ever ends after a year', () => {
  const pause = calendarPause([weekend('UTC'), dates('2026-11-21', '2026-11-22')], Date.parse('2026-11-21T09:00:00Z'));
  expect(pause).toMatchObject({ cause: 'calendar', why: 'nobody is here; stock-taking', release: null });
  expect(pause?.at).toBe(Date.parse('2026-11-20T16:00:00Z'));
  const always = [weekly(0, 3 * day), weekly(3 * day, 0)];
  expect(held(always, '2026-11-20T12:00:00Z')).toBe('2027-11-22T00:00');
  expect(held([dates('2020-01-01', '2099-12-31')], '2026-11-20T12:00:00Z')).toBe('2100-01-01T00:00');
});

test.each<[string, string, string, string]>([
  ['Monday morning', 'UTC', '2026-11-16T09:00:00Z', '2026-11-18T09:00'],
  ['Thursday', 'UTC', '2026-11-19T09:00:00Z', '2026-11-23T09:00'],
  ['Friday evening', 'UTC', '2026-11-20T18:30:00Z', '2026-11-24T18:30'],
  ['Saturday counts from Monday', 'UTC', '2026-11-21T03:00:00Z', '2026-11-25T00:00'],
  ['Sunday at three in the morning', 'UTC', '2026-11-22T03:00:00Z', '2026-11-25T00:00'],
  ['Friday in New York, Saturday in Berlin', newYork, '2026-11-21T02:00:00Z', '2026-11-25T02:00'],
  ['the same moment in Berlin', berlin, '2026-11-21T02:00:00Z', '2026-11-24T23:00'],
  ['over the end of the year', 'UTC', '2026-12-31T12:00:00Z', '2027-01-04T12:00'],
  ['over a change of clocks', berlin, '2026-03-27T12:00:00Z', '2026-03-31T11:00'],
])('two working days after %s (%s)', (_, zone, from, to) => {
  expect(new Date(afterWorkingDays(Date.parse(from), 2, zone)).toISOString().slice(0, 16)).toBe(to);
});

test('a zone’s clock and its moments agree, hour by hour through a year', () => {
  for (const zone of [berlin, newYork, kolkata, 'UTC', 'Australia/Lord_Howe', 'Pacific/Apia'])
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 17 * 3_600_000) {
      const wall = wallTime(at, zone);
      const both = [momentOf(wall, zone, 'first'), momentOf(wall, zone, 'last')];
      expect(both, `${zone} ${new Date(at).toISOString()}`).toContain(at);
    }
});

const minuteOfWeek = fc.integer({ min: 0, max: 7 * day - 1 });
const anyWeekly = fc
  .record({ from: minuteOfWeek, to: minuteOfWeek, zone: fc.constantFrom('UTC', berlin, newYork, kolkata) })
  .filter(({ from, to }) => from !== to)
  .map(({ from, to, zone }) => weekly(from, to, zone));

test('a pause holds to its last moment and not after it; where clocks never change it holds exactly when they say so', () => {
  const anyTime = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) });
  fc.assert(
    fc.property(fc.array(anyWeekly, { minLength: 1, maxLength: 3 }), anyTime, (rules, at) => {
      const pause = calendarPause(rules, at);
      const steady = rules.every(({ zone }) => zone === 'UTC' || zone === kolkata);
      if (steady) expect(pause !== null).toBe(rules.some((rule) => showsClosed(rule, at)));
      if (pause?.until == null) return;
      expect(pause.at).toBeLessThanOrEqual(at);
      expect(calendarPause(rules, pause.until - 1)).not.toBeNull();
      if (pause.until < at + 365 * 24 * 3_600_000) expect(calendarPause(rules, pause.until)).toBeNull();
    }),
    { numRuns: 150 },
  );
});

/** The rule read off the clock's face. */
function showsClosed(rule: CalendarRule, at: number): boolean {
  if (rule.kind !== 'weekly') return false;
  const { weekday, minute } = wallTime(at, rule.zone);
  const now = weekday * day + minute;
  return rule.from < rule.to ? rule.from <= now && now < rule.to : now >= rule.from || now < rule.to;
}
