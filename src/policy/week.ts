/** A part of the week in minutes since Monday 00:00; one that ends before it begins runs over the week's end. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const day = 24 * 60;
const week = 7 * day;

/** `Fri 16:00 - Mon 08:00`, or null for whatever is no such span. */
export function spanOf(text: string): Span | null {
  const [, fromDay = '', from = '', toDay = '', to = ''] =
    /^([A-Z][a-z]{2}) (\d\d:\d\d) ?[-–] ?([A-Z][a-z]{2}) (\d\d:\d\d)$/.exec(text) ?? [];
  const [begin, end] = [minuteOf(fromDay, from), minuteOf(toDay, to)];
  return begin === null || end === null || begin === end ? null : { from: begin, to: end };
}

/** `2026-12-20 - 2027-01-03`, both days whole; null for whatever is no such span, or ends before it begins. */
export function datesOf(text: string): { readonly from: string; readonly to: string } | null {
  const [, from = '', to = ''] = /^(\d{4}-\d\d-\d\d)(?: ?[-–] ?(\d{4}-\d\d-\d\d))?$/.exec(text) ?? [];
  const last = to === '' ? from : to;
  return isDate(from) && isDate(last) && from <= last ? { from, to: last } : null;
}

/** `Mon-Thu 09:00-16:00`: the same hours on each of these days; null for whatever is no such window. */
export function windowOf(text: string): Span[] | null {
  const [, first = '', last = '', from = '', to = ''] =
    /^([A-Z][a-z]{2})(?:[-–]([A-Z][a-z]{2}))? (\d\d:\d\d) ?[-–] ?(\d\d:\d\d)$/.exec(text) ?? [];
  const [begin, end] = [timeOf(from), timeOf(to)];
  const these = daysFrom(days.indexOf(first), days.indexOf(last === '' ? first : last));
  if (begin === null || end === null || begin >= end || these.length === 0) return null;
  return these.map((at) => ({ from: at * day + begin, to: at * day + end }));
}

/** What is left of the week between these windows; nothing when they fill it. */
export function closedOutside(windows: readonly Span[]): Span[] {
  const joined = join(windows.toSorted((a, b) => a.from - b.from));
  if (joined.length === 1 && joined[0]?.from === 0 && joined[0].to === week) return [];
  const spans = joined.map(({ to }, index) => ({
    from: to % week,
    to: joined[(index + 1) % joined.length]?.from ?? 0,
  }));
  return spans.filter(({ from, to }) => from !== to);
}

/** A day of the calendar as people write it, or not one that exists. */
export function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

function join(sorted: readonly Span[]): Span[] {
  const done: Span[] = [];
  for (const span of sorted) {
    const last = done.at(-1);
    if (last === undefined || span.from > last.to) done.push(span);
    else done.splice(-1, 1, { from: last.from, to: Math.max(last.to, span.to) });
  }
  return done;
}

function minuteOf(name: string, time: string): number | null {
  const [at, minutes] = [days.indexOf(name), timeOf(time)];
  return at < 0 || minutes === null ? null : (at * day + minutes) % week;
}

/** Minutes since midnight; 24:00 is the day's end. */
function timeOf(text: string): number | null {
  const [, hours = '', minutes = ''] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  const at = Number(hours) * 60 + Number(minutes);
  return hours === '' || Number(minutes) > 59 || at > day ? null : at;
}

function daysFrom(first: number, last: number): number[] {
  if (first < 0 || last < 0) return [];
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7);
}

/** A minute of the week as people write it: `Fri 16:00`. */
export function clockText(minute: number): string {
  const [hours, minutes] = [Math.floor((minute % day) / 60), minute % 60];
  return `${days[Math.floor(minute / day) % 7]} ${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
