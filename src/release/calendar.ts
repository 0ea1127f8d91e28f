import type { CalendarRule } from './lane-policy.ts';
import type { Pause } from './lane-state.ts';
import { momentOf, type WallTime, wallTime } from './zone.ts';

const dayMinutes = 24 * 60;
/** How far ahead closed times that join one another are followed. */
const furthestMs = 366 * 24 * 3_600_000;

interface Closed {
  readonly from: number;
  readonly to: number;
}

/**
 * What the calendar says about this moment: null when it is open. A pause lasts until the first moment at which no rule holds; rules
 * that join one another are followed for about a year. Its reason is that of every rule that holds now.
 */
export function calendarPause(rules: readonly CalendarRule[], now: number): Pause | null {
  const holding = rules.flatMap((rule) => {
    const closed = closedAt(rule, now);
    return closed === null ? [] : [{ closed, why: rule.why }];
  });
  if (holding.length === 0) return null;
  return {
    cause: 'calendar',
    by: { kind: 'signalbox', rule: 'calendar' },
    at: Math.min(...holding.map(({ closed }) => closed.from)),
    why: [...new Set(holding.map(({ why }) => why))].join('; '),
    until: opensAt(rules, now, now + furthestMs),
    release: null,
  };
}

function opensAt(rules: readonly CalendarRule[], from: number, atMost: number): number {
  let at = from;
  while (at < atMost) {
    const ends = rules.flatMap((rule) => closedAt(rule, at)?.to ?? []);
    if (ends.length === 0) return at;
    at = Math.max(...ends);
  }
  return at;
}

/** The closed time of a rule that holds at this moment; it begins with its first minute and ends before its last. */
function closedAt(rule: CalendarRule, at: number): Closed | null {
  return timesNear(rule, at).find(({ from, to }) => from <= at && at < to) ?? null;
}

function timesNear(rule: CalendarRule, at: number): readonly Closed[] {
  if (rule.kind === 'dates') return [datesOf(rule)];
  const monday = mondayOf(wallTime(at, rule.zone));
  return [-1, 0].map((weeks) => weekOf(rule, { ...monday, day: monday.day + 7 * weeks }));
}

type Day = Omit<WallTime, 'weekday'>;

function mondayOf({ year, month, day, weekday }: WallTime): Day {
  return { year, month, day: day - weekday, minute: 0 };
}

function weekOf({ from, to, zone }: Extract<CalendarRule, { kind: 'weekly' }>, monday: Day): Closed {
  const end = to > from ? to : to + 7 * dayMinutes;
  return {
    from: momentOf(minuteAfter(monday, from), zone, 'first'),
    to: momentOf(minuteAfter(monday, end), zone, 'last'),
  };
}

function minuteAfter(monday: Day, minutes: number): Day {
  return { ...monday, day: monday.day + Math.floor(minutes / dayMinutes), minute: minutes % dayMinutes };
}

/** Both days whole. */
function datesOf({ from, to, zone }: Extract<CalendarRule, { kind: 'dates' }>): Closed {
  const last = dayOf(to);
  return { from: momentOf(dayOf(from), zone, 'first'), to: momentOf({ ...last, day: last.day + 1 }, zone, 'last') };
}

function dayOf(date: string): Day {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day, minute: 0 };
}
