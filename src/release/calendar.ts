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

/** As many weeks of one rule are kept as a closed time is followed for. */
const weeksKept = 60;

/** What a rule comes to for every moment of `span`: asking the clocks of a zone is slow, and a thousand models share their rules. */
interface Known {
  readonly span: Closed;
  readonly times: readonly Closed[];
}

const known = new WeakMap<CalendarRule, readonly Known[]>();

function timesNear(rule: CalendarRule, at: number): readonly Closed[] {
  const kept = known.get(rule) ?? [];
  const hit = kept.find(({ span }) => span.from <= at && at < span.to);
  if (hit !== undefined) return hit.times;
  const made = rule.kind === 'dates' ? knownDates(rule) : knownWeek(rule, at);
  known.set(rule, [made, ...kept].slice(0, weeksKept));
  return made.times;
}

function knownDates(rule: Extract<CalendarRule, { kind: 'dates' }>): Known {
  return { span: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }, times: [datesOf(rule)] };
}

/** A closed time that holds began in this week or the one before. */
function knownWeek(rule: Extract<CalendarRule, { kind: 'weekly' }>, at: number): Known {
  const monday = mondayOf(wallTime(at, rule.zone));
  const begins = (weeks: number) => ({ ...monday, day: monday.day + 7 * weeks });
  const span = { from: momentOf(monday, rule.zone, 'first'), to: momentOf(begins(1), rule.zone, 'first') };
  return { span, times: [begins(-1), monday].map((day) => weekOf(rule, day)) };
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
