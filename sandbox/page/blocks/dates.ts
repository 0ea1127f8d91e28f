const DAY = 86_400_000;
const HALF_A_YEAR = 183 * DAY;

type Style = Intl.DateTimeFormatOptions;
const TOKENS: Readonly<Record<string, (at: Date, now: Date) => string>> = {
  date_num: (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
  date_slash: (at) => `${two(at.getMonth() + 1)}/${two(at.getDate())}/${at.getFullYear()}`,
  date: (at, now) => day(at, now, { month: 'long', day: 'numeric' }),
  date_short: (at, now) => day(at, now, { month: 'short', day: 'numeric' }),
  date_long: (at, now) => day(at, now, { weekday: 'long', month: 'long', day: 'numeric' }),
  date_pretty: (at, now) => near(at, now) ?? day(at, now, { month: 'long', day: 'numeric' }),
  date_short_pretty: (at, now) => near(at, now) ?? day(at, now, { month: 'short', day: 'numeric' }),
  date_long_pretty: (at, now) => near(at, now) ?? day(at, now, { weekday: 'long', month: 'long', day: 'numeric' }),
  day_divider_pretty: (at, now) => near(at, now) ?? day(at, now, { weekday: 'long', month: 'long', day: 'numeric' }),
  time: (at) => clock(at),
  time_secs: (at) => at.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago,
};

/** A date as Slack writes it for a reader in this time zone; tokens it does not know stay as they are. */
export function slackDate(seconds: number, format: string, now: number): string {
  const at = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (all, token: string) => TOKENS[token]?.(at, new Date(now)) ?? all);
}

/** The time of a message, from its time stamp. */
export function timeOf(ts: string): string {
  return clock(new Date(Number(ts) * 1000));
}

/** The day of a message, as the line between two days says it. */
export function dayOf(ts: string, now: number): string {
  const words = slackDate(Number(ts), '{day_divider_pretty}', now);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function clock(at: Date): string {
  return at.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
}

function day(at: Date, now: Date, style: Style): string {
  const far = Math.abs(at.getTime() - now.getTime()) > HALF_A_YEAR;
  const ordinal = style.month === 'long' ? ordinalOf(at.getDate()) : '';
  const words = at.toLocaleDateString('en-US', style).replace(/(\d+)$/, `$1${ordinal}`);
  return far ? `${words}, ${at.getFullYear()}` : words;
}

function near(at: Date, now: Date): string | undefined {
  const days = Math.round((midnight(at) - midnight(now)) / DAY);
  return new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(days);
}

function ago(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const sizes = [['day', 86_400] as const, ['hour', 3_600] as const, ['minute', 60] as const];
  const found = sizes.find(([, size]) => Math.abs(seconds) >= size);
  return found ? words.format(Math.round(seconds / found[1]), found[0]) : words.format(Math.round(seconds), 'second');
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function ordinalOf(number: number): string {
  if (number >= 11 && number <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
