const dayMs = 24 * 3_600_000;

/** A moment as the clocks of a zone show it. `weekday` counts from Monday, 0. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly minute: number;
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of `zone` (IANA) show at `at`, ms since 1970; `minute` counts from midnight. */
export function wallTime(at: number, zone: string): WallTime {
  const shown = new Date(shifted(at, zone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    minute: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
    weekday: (shown.getUTCDay() + 6) % 7,
  };
}

/**
 * The moment when the clocks of `zone` show this day and minute; days and minutes may run over the month's and the day's end. A
 * time that is shown twice is its `first` or `last` showing; one that is skipped is the moment of the skip.
 */
export function momentOf(
  { year, month, day, minute }: Omit<WallTime, 'weekday'>,
  zone: string,
  which: 'first' | 'last',
): number {
  const wall = Date.UTC(year, month - 1, day, 0, minute);
  const before = wall - offset(wall - dayMs, zone);
  const after = wall - offset(wall + dayMs, zone);
  const shown = [before, after].filter((at) => shifted(at, zone) === wall);
  if (shown.length === 0) return skipBetween(Math.min(before, after), Math.max(before, after), zone);
  return which === 'first' ? Math.min(...shown) : Math.max(...shown);
}

/** The moment at which the offset of `zone` changes, between two moments with different offsets. */
function skipBetween(from: number, to: number, zone: string): number {
  const old = offset(from, zone);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle, zone) === old) low = middle;
    else high = middle;
  }
  return high;
}

function offset(at: number, zone: string): number {
  return shifted(at, zone) - at;
}

/** The moment whose UTC clock shows what the zone's clock shows at `at`. */
function shifted(at: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const day = Date.UTC(part('year'), part('month') - 1, part('day'));
  const milliseconds = ((at % 1_000) + 1_000) % 1_000;
  return day + (part('hour') * 3_600 + part('minute') * 60 + part('second')) * 1_000 + milliseconds;
}

/** Making a format is what costs; there are as many as zones in the policy. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}
