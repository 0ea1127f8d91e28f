import type { CalendarRule } from '../src/release/lane-policy.ts';
import { type Line, line, outside } from '../src/release/view-words.ts';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const dayMinutes = 1_440;

/** When nothing may go live, as the rule's own clocks say it: "from Fri 16:00 to Mon 08:00 (Europe/Berlin: weekend)". */
export function calendarWords(rule: CalendarRule): Line {
  const when =
    rule.kind === 'dates'
      ? line('from ', outside(rule.from, 20), ' to ', outside(rule.to, 20))
      : line(`every week from ${minuteOfWeek(rule.from)} to ${minuteOfWeek(rule.to)}`);
  return line(when, ' (', outside(rule.zone, 40), ': ', outside(rule.why, 120), ')');
}

function minuteOfWeek(minute: number): string {
  const day = days[Math.floor(minute / dayMinutes) % days.length] ?? 'Mon';
  const inDay = minute % dayMinutes;
  return `${day} ${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
