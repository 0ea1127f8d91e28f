import { momentOf, wallTime } from './zone.ts';

const saturday = 5;

/**
 * The same time of day so many working days (Monday to Friday) later, as the clocks of `zone` show it. What happens at a weekend
 * counts from the Monday after it, at its beginning.
 */
export function afterWorkingDays(at: number, days: number, zone: string): number {
  const now = wallTime(at, zone);
  const weekend = now.weekday >= saturday;
  const begin = weekend ? { ...now, day: now.day + 7 - now.weekday, minute: 0, weekday: 0 } : now;
  const weekday = begin.weekday + days;
  const weekends = Math.floor(weekday / 5) * 2;
  return momentOf({ ...begin, day: begin.day + days + weekends }, zone, 'first');
}
