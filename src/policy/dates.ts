import type { Path } from './places.ts';
import type { Found } from './problems.ts';
import { walk } from './walk.ts';
import { datesOf } from './week.ts';

const day = 86_400_000;
const longestWarningDays = 180;
const weights = ['models.*.gates.#.mode', 'floors.*.gates.#.mode'];
const calendars = ['environments.*.calendar.#.closed', 'models.*.calendar.#.closed'];

/** What a date makes wrong now: warnings that would last so long that nobody means them. */
export function foundInTime(raw: unknown, now: number): Found[] {
  const last = dateText(now + longestWarningDays * day);
  return warnings(raw)
    .filter(({ date }) => date > last)
    .map(({ path, date }) => ({
      path,
      at: 'value',
      words: `a warning until ${date} is longer than ${longestWarningDays} days. Write ${last} or earlier.`,
    }));
}

/** What is right and does nothing, or something else than it did: dates that have passed. */
export function notedInTime(raw: unknown, now: number): Found[] {
  const today = dateText(now);
  const gates = warnings(raw)
    .filter(({ date }) => date <= today)
    .map(
      ({ path, date }): Found => ({ path, at: 'value', words: `the warning ended on ${date}: this gate blocks now.` }),
    );
  const closed = texts(raw, calendars)
    .map(({ path, text }) => ({ path, to: datesOf(text)?.to }))
    .filter(({ to }) => to !== undefined && to < today)
    .map(({ path, to }): Found => ({ path, at: 'value', words: `this ended on ${to} and closes nothing any more.` }));
  return [...gates, ...closed];
}

function warnings(raw: unknown): { readonly path: Path; readonly date: string }[] {
  return texts(raw, weights).flatMap(({ path, text }) => {
    const date = /^warn until (\d{4}-\d\d-\d\d)$/.exec(text)?.[1];
    return date === undefined ? [] : [{ path, date }];
  });
}

function texts(raw: unknown, patterns: readonly string[]): { readonly path: Path; readonly text: string }[] {
  return patterns
    .flatMap((pattern) => walk(raw, pattern))
    .flatMap(({ path, value }) => (typeof value === 'string' ? [{ path, text: value }] : []));
}

function dateText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
