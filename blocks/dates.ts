import type { RichTextDate } from '@slack/types';

/** How a moment is written: the day, the time of day, that to the second, the first two, or how long ago. */
export type DateStyle = 'day' | 'time' | 'second' | 'moment' | 'ago';

const formats: Record<DateStyle, string> = {
  day: '{date_short_pretty}',
  time: '{time}',
  second: '{time_secs}',
  moment: '{date_short_pretty} at {time}',
  ago: '{ago}',
};

// The last moment that a JavaScript date can name; Slack's timestamps end earlier (99,999,999,999 s).
const lastMoment = 8_640_000_000_000_000;

/** The moment in UTC, for clients that cannot draw dates: `2026-11-22 10:00 UTC`. */
export function utc(at: number): string {
  const iso = new Date(Math.min(Math.max(0, at), lastMoment)).toISOString();
  return `${iso.slice(0, -8).replace('T', ' ')} UTC`;
}

/** A date leaf, shown in each reader's own zone. */
export function dateLeaf(at: number, style: DateStyle): RichTextDate {
  return { type: 'date', timestamp: seconds(at), format: formats[style], fallback: utc(at) };
}

function seconds(at: number): number {
  return Math.min(Math.max(0, Math.floor(at / 1000)), 99_999_999_999);
}
