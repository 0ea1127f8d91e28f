import { z } from 'zod';
import type { CalendarRule } from '../release/lane-policy.ts';
import { near } from './near.ts';
import { closedOutside, datesOf, type Span, spanOf, windowOf } from './week.ts';
import { code, mapping } from './words.ts';

const cure = 'Write `"Fri 16:00 - Mon 08:00"` for every week, or `"2026-12-20 - 2027-01-03"` for once.';
const closedWords = `not a time that comes. ${cure}`;
const openWords = 'not a time of the week. Write `"Mon-Thu 09:00-16:00"`.';
const whyWords = 'not a reason. Write what people shall read while they wait, in quotes, 200 characters at most.';

const Zone = z.string('not a time zone. Write one such as `Europe/Berlin`.').superRefine((zone, context) => {
  if (!isZone(zone)) context.addIssue({ code: 'custom', message: zoneWords(zone) });
});
const shared = { zone: Zone, why: z.string(whyWords).trim().min(1, whyWords).max(200, whyWords) };

const Closed = mapping(
  { closed: z.string(closedWords).refine((text) => (spanOf(text) ?? datesOf(text)) !== null, closedWords), ...shared },
  `not a rule. ${cure.replace('Write `', 'Write `closed: ')}`,
);
const Open = mapping(
  { open: z.string(openWords).refine((text) => windowOf(text) !== null, openWords), ...shared },
  'not a rule. Write `open: "Mon-Thu 09:00-16:00"`.',
);
type Written = z.output<typeof Closed> | z.output<typeof Open>;

const ruleWords =
  'not a rule of the calendar. Write `{ closed: "Fri 16:00 - Mon 08:00", zone: Europe/Berlin, why: "nobody is here" }`.';

const Entry = z.union([Closed, Open], ruleWords);

/** When nothing may go live; times at which something may are turned around. */
export const Calendar = z
  .array(Entry, 'not a list of rules. Write `[ { closed: "Fri 16:00 - Mon 08:00", zone: Europe/Berlin, why: "…" } ]`.')
  .superRefine((rules, context) => {
    const zones = new Set(rules.flatMap((rule) => ('open' in rule ? [rule.zone] : [])));
    if (zones.size > 1)
      context.addIssue({
        code: 'custom',
        message: 'open in two time zones. Write all `open` rules of one list in the same zone.',
      });
  })
  .transform((rules): CalendarRule[] => [...rules.flatMap(closedRule), ...openRules(rules)]);

function closedRule(rule: Written): CalendarRule[] {
  if ('open' in rule) return [];
  const { closed, zone, why } = rule;
  const span = spanOf(closed);
  const dates = datesOf(closed);
  if (span !== null) return [{ kind: 'weekly', ...span, zone, why }];
  return dates === null ? [] : [{ kind: 'dates', ...dates, zone, why }];
}

/** All open times of a list together; what lies between them is closed. */
function openRules(rules: readonly Written[]): CalendarRule[] {
  const open = rules.flatMap((rule) => ('open' in rule ? [rule] : []));
  const [first] = open;
  if (first === undefined) return [];
  const windows: Span[] = open.flatMap((rule) => windowOf(rule.open) ?? []);
  const why = [...new Set(open.map((rule) => rule.why))].join('; ');
  return closedOutside(windows).map((span) => ({ kind: 'weekly', ...span, zone: first.zone, why }));
}

const known = new Map<string, boolean>();

/** Making a formatter is slow, and a thousand models name the same three zones. */
function isZone(zone: string): boolean {
  const before = known.get(zone);
  if (before !== undefined) return before;
  const is = /^[A-Za-z]/.test(zone) && isAccepted(zone);
  if (known.size < 1000) known.set(zone, is);
  return is;
}

function isAccepted(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function zoneWords(zone: string): string {
  const close = near(zone, Intl.supportedValuesOf('timeZone'));
  return `not a time zone. Write ${close[0] ? code(close[0]) : 'one such as `Europe/Berlin`'}.`;
}
