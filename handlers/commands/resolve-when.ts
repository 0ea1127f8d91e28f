import type { When } from './when.ts';

const minute = 60_000;
const dayMs = 1_440 * minute;

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly minutes: number;
}

/** The moment meant, in milliseconds since 1970, or null for a zone that nobody knows. A day without a time is its first moment. */
export function resolveWhen(when: When, now: number, readersZone: string): number | null {
  if (when.kind === 'after') return now + when.ms;
  const zone = when.zone ?? readersZone;
  if (!isZone(zone)) return null;
  return resolveWall(when, now, zone);
}

/** The last moment meant: a day without a time is its last millisecond. For questions about the past. */
export function resolveLast(when: When, now: number, readersZone: string): number | null {
  if (when.kind === 'after') return now - when.ms;
  const zone = when.zone ?? readersZone;
  const first = isZone(zone) ? resolveWhen(past(when, wallAt(now, zone)), now, zone) : null;
  return first === null || when.minutes !== null ? first : first + dayMs - 1;
}

/** True for a zone that this machine's time-zone data knows. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function resolveWall(when: Extract<When, { kind: 'wall' }>, now: number, zone: string): number {
  const today = wallAt(now, zone);
  const minutes = when.minutes ?? 0;
  const at = (days: number): number => instantOf({ ...today, day: today.day + days, minutes }, zone);
  switch (when.day.kind) {
    case 'from-today':
      return at(when.day.days);
    case 'next':
      return at(0) > now ? at(0) : at(1);
    case 'weekday': {
      const ahead = (when.day.weekday - weekdayOf(today) + 7) % 7;
      return at(ahead) > now ? at(ahead) : at(ahead + 7);
    }
    case 'date': {
      const { month, day } = when.day;
      const inYear = (year: number): number => instantOf({ year, month, day, minutes }, zone);
      if (when.day.year !== null) return inYear(when.day.year);
      return inYear(today.year) > now ? inYear(today.year) : inYear(today.year + 1);
    }
  }
}

/** In a question about the past, `3 March` and `Mon` are the last ones there were. */
function past(when: Extract<When, { kind: 'wall' }>, today: Wall): Extract<When, { kind: 'wall' }> {
  if (when.day.kind === 'next') return { ...when, day: { kind: 'from-today', days: 0 } };
  if (when.day.kind === 'weekday') {
    return { ...when, day: { kind: 'from-today', days: -((weekdayOf(today) - when.day.weekday + 7) % 7) } };
  }
  if (when.day.kind !== 'date' || when.day.year !== null) return when;
  const { month, day } = when.day;
  const thisYear = month < today.month || (month === today.month && day <= today.day);
  return { ...when, day: { ...when.day, year: thisYear ? today.year : today.year - 1 } };
}

function weekdayOf({ year, month, day }: Wall): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** Around a clock change the later reading of the offset wins, so a time that does not exist is moved forward. */
function instantOf(wall: Wall, zone: string): number {
  const asUtc = utcOf(wall);
  const first = asUtc - offset(asUtc, zone);
  return asUtc - offset(first, zone);
}

function offset(at: number, zone: string): number {
  return utcOf(wallAt(at, zone)) - Math.floor(at / minute) * minute;
}

function utcOf({ year, month, day, minutes }: Wall): number {
  return Date.UTC(year, month - 1, day, 0, minutes);
}

function wallAt(at: number, zone: string): Wall {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day'), minutes: part('hour') * 60 + part('minute') };
}
