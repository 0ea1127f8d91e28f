import { isDate } from '../policy/week.ts';

const dayMs = 24 * 3_600_000;

/** The first millisecond of a day, or a moment, in UTC. */
export function startOf(text: string): number | 'unreadable' {
  const read = readDate(text);
  return read === 'unreadable' ? read : read.at;
}

/** The last millisecond of a day (`2026-03-03`), or a moment (`2026-03-03T14:05Z`), in UTC. */
export function endOf(text: string): number | 'unreadable' {
  const read = readDate(text);
  if (read === 'unreadable') return read;
  return read.day ? read.at + dayMs - 1 : read.at;
}

function readDate(text: string): { readonly at: number; readonly day: boolean } | 'unreadable' {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = Date.parse(text);
  // JavaScript takes 30 February for 2 March.
  return (day || moment) && isDate(text.slice(0, 10)) && !Number.isNaN(at) ? { at, day } : 'unreadable';
}
