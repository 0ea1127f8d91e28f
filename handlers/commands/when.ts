type Day =
  | { readonly kind: 'from-today'; readonly days: number }
  | { readonly kind: 'weekday'; readonly weekday: number }
  | { readonly kind: 'date'; readonly year: number | null; readonly month: number; readonly day: number }
  | { readonly kind: 'next' };

/** A moment as people write it. `zone` is null when it is the reader's own; `minutes` of the day null when only a day was named. */
export type When =
  | { readonly kind: 'after'; readonly ms: number }
  | { readonly kind: 'wall'; readonly day: Day; readonly minutes: number | null; readonly zone: string | null };

const minute = 60_000;
const unitMs: Readonly<Record<string, number>> = { m: minute, h: 60 * minute, d: 1_440 * minute, w: 10_080 * minute };
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const days: Readonly<Record<string, number>> = { today: 0, tomorrow: 1, yesterday: -1 };
const clock = /(?:^|\s|(?<=\d)t)(?:at )?(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s?(am|pm)?$/;

/** Reads `2h`, `tomorrow 9:00`, `Mon 08:00`, `2026-12-01 08:00 UTC`, `3 March`; null when it is none of these. */
export function parseWhen(text: string): When | null {
  const { rest, zone } = withoutZone(text.toLowerCase().replace(/\s+/g, ' ').trim());
  const ms = zone === null ? duration(rest) : null;
  return ms === null ? wall(rest, zone) : { kind: 'after', ms };
}

function duration(text: string): number | null {
  const whole =
    /^(?:in |for )?((?:\d{1,5} ?(?:m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?:,? (?:and )?)?)+)$/.exec(
      `${text} `.replace(/ $/, ''),
    );
  if (!whole) return null;
  const parts = [...(whole[1] ?? '').matchAll(/(\d+) ?([mhdw])/g)];
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0);
  return ms > 0 ? ms : null;
}

function wall(text: string, zone: string | null): When | null {
  const alone = dayOf(text);
  if (alone) return { kind: 'wall', day: alone, minutes: null, zone };
  const time = clock.exec(text);
  const minutes = time && minutesOf(Number(time[1]), Number(time[2] ?? 0), time[3]);
  if (!time || minutes === null || bareNumber(time)) return null;
  const before = text.slice(0, time.index).replace(/t$/, '').trim();
  const day: Day | null = before === '' ? { kind: 'next' } : dayOf(before);
  return day && { kind: 'wall', day, minutes, zone };
}

function bareNumber([, , minutes, half]: RegExpExecArray): boolean {
  return minutes === undefined && half === undefined;
}

function minutesOf(hour: number, minutes: number, half: string | undefined): number | null {
  if (minutes > 59) return null;
  if (half === undefined) return hour < 24 ? hour * 60 + minutes : null;
  return hour >= 1 && hour <= 12 ? ((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minutes : null;
}

function dayOf(text: string): Day | null {
  const fromToday = Object.hasOwn(days, text) ? days[text] : undefined;
  if (fromToday !== undefined) return { kind: 'from-today', days: fromToday };
  const weekday = indexOfName(text.replace(/^(on|next) /, ''), weekdays);
  if (weekday >= 0) return { kind: 'weekday', weekday };
  return dateOf(text);
}

function dateOf(text: string): Day | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return date(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = /^(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]+)\.?,?(?: (\d{4}))?$/.exec(text);
  if (named) return date(yearOf(named[3]), 1 + indexOfName(named[2] ?? '', months), Number(named[1]));
  const american = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?$/.exec(text);
  return american && date(yearOf(american[3]), 1 + indexOfName(american[1] ?? '', months), Number(american[2]));
}

function yearOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function date(year: number | null, month: number, day: number): Day | null {
  if (month < 1 || month > 12) return null;
  const last = new Date(Date.UTC(year ?? 2024, month, 0)).getUTCDate();
  return day >= 1 && day <= last ? { kind: 'date', year, month, day } : null;
}

function indexOfName(text: string, names: readonly string[]): number {
  return text.length < 3
    ? -1
    : names.findIndex((name) => name.startsWith(text) || (text === 'tues' && name === 'tuesday'));
}

function withoutZone(text: string): { readonly rest: string; readonly zone: string | null } {
  const utc = /^(.*[\d a-z]) ?(?:utc|gmt)$|^(.*\d)z$/.exec(text);
  if (utc) return { rest: (utc[1] ?? utc[2] ?? '').trim(), zone: 'UTC' };
  const named = /^(.+) ([a-z_]+\/[a-z_/+-]+)$/.exec(text);
  return named ? { rest: named[1] ?? '', zone: named[2] ?? null } : { rest: text, zone: null };
}
