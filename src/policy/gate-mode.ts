import type { GateMode } from '../release/lane-policy.ts';
import { isDate } from './week.ts';

/** A gate's own words about how much it weighs, taken from its entry; what is left is for the gate itself. */
export interface Weighed {
  /** Null where it blocks, as gates do. */
  readonly mode: GateMode | null;
  readonly rest: Readonly<Record<string, unknown>>;
  readonly wrong: { readonly key: 'mode' | 'because'; readonly message: string } | null;
}

const cure = 'Write `block`, `warn until 2026-12-01` with the date from which it blocks, or `off` with `because: "…"`.';

/** Reads `mode: block | warn until DATE | off` and the reason that `off` needs. */
export function weighed({ mode, because, ...rest }: Readonly<Record<string, unknown>>): Weighed {
  if (mode === 'off') return { rest, ...offBecause(because) };
  const none = { mode: null, rest };
  if (because !== undefined)
    return {
      ...none,
      wrong: { key: 'because', message: 'a reason for nothing. Write it beside `mode: off`, or leave it out.' },
    };
  if (mode === undefined || mode === 'block') return { ...none, wrong: null };
  const until = typeof mode === 'string' ? /^warn until (\d{4}-\d\d-\d\d)$/.exec(mode)?.[1] : undefined;
  if (until !== undefined && isDate(until))
    return { mode: { kind: 'warn', until: Date.parse(`${until}T00:00:00Z`) }, rest, wrong: null };
  const what = String(mode).startsWith('warn') ? 'a warning without a date that exists' : 'not a mode';
  return { ...none, wrong: { key: 'mode', message: `${what}. ${cure}` } };
}

function offBecause(because: unknown): Pick<Weighed, 'mode' | 'wrong'> {
  const message = 'not a reason. Write why the gate is off, in quotes, 200 characters at most: the card shows it.';
  const words = typeof because === 'string' ? because.trim() : '';
  if (words === '' || words.length > 200) return { mode: null, wrong: { key: 'because', message } };
  return { mode: { kind: 'off', because: words }, wrong: null };
}
