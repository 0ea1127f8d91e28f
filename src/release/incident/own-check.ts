import type { OwnCheck } from '../lane-policy.ts';
import { count, lasted } from '../view-numbers.ts';

/** One measurement: `at` in ms since 1970; null where there is no value. */
export interface Measured {
  readonly at: number;
  readonly value: number | null;
}

/** What was measured for one check; null where there is nothing, or where nobody counts the samples. */
export interface Measurements {
  readonly values: readonly Measured[] | null;
  readonly samples: readonly Measured[] | null;
}

/** How a check came out: broken in enough windows one after the other, kept in the newest, or neither can be said. */
export type OwnVerdict =
  | { readonly kind: 'firing'; readonly value: number; readonly samples: number | null; readonly since: number }
  | { readonly kind: 'resolved'; readonly value: number; readonly samples: number | null }
  | { readonly kind: 'cannot-tell'; readonly words: string };

/** One window of the past: broken, kept, or why nobody can say. */
type Window =
  | { readonly kind: 'broken' | 'kept'; readonly at: number; readonly value: number; readonly samples: number | null }
  | { readonly kind: 'cannot-tell'; readonly words: string };

/**
 * Judges a check by its newest windows, each by the last value in it: all `breaches` of them have to break the bound before it fires, one
 * that keeps it is enough to resolve. A window that is empty or has too few samples is never counted as either. Pure.
 */
export function judgeOwnCheck(check: OwnCheck, measured: Measurements, now: number): OwnVerdict {
  const newest = windowAt(check, measured, now, 0);
  if (newest.kind === 'cannot-tell') return newest;
  const { value, samples } = newest;
  if (newest.kind === 'kept') return { kind: 'resolved', value, samples };
  const needed = Array.from({ length: check.breaches }, (_, back) => windowAt(check, measured, now, back));
  const broken = needed.flatMap((window) => (window.kind === 'broken' ? [window] : []));
  if (broken.length === needed.length) {
    return { kind: 'firing', value, samples, since: Math.min(...broken.map(({ at }) => at)) };
  }
  const unknown = needed.find((window) => window.kind === 'cannot-tell');
  return unknown ?? cannotTell(`broken in ${broken.length} of the last ${count(check.breaches, 'window')}`);
}

function windowAt(check: OwnCheck, { values, samples }: Measurements, now: number, back: number): Window {
  const until = now - back * check.windowMs;
  const last = lastIn(values, until - check.windowMs, until);
  const which = back === 0 ? `the last ${lasted(check.windowMs)}` : `the ${lasted(check.windowMs)} before`;
  if (last === null) return cannotTell(`there is no value for ${which}`);
  const enough = enoughSamples(check, lastIn(samples, until - check.windowMs, until)?.value ?? null, which);
  if (enough.kind === 'cannot-tell') return enough;
  return { kind: keeps(check.bound, last.value) ? 'kept' : 'broken', ...last, samples: enough.samples };
}

/** The newest value after `from` and not after `to`. */
export function lastIn(
  points: readonly Measured[] | null,
  from: number,
  to: number,
): { at: number; value: number } | null {
  return (points ?? []).reduce<{ at: number; value: number } | null>((last, { at, value }) => {
    const inside = at > from && at <= to && value !== null && !Number.isNaN(value);
    return inside && (last === null || at >= last.at) ? { at, value } : last;
  }, null);
}

type Enough = { readonly kind: 'enough'; readonly samples: number | null } | Extract<Window, { kind: 'cannot-tell' }>;

/** Rates and increases are estimates: they are rounded. */
function enoughSamples({ samples, leastSamples }: OwnCheck, counted: number | null, which: string): Enough {
  const found = counted !== null && Number.isFinite(counted) ? Math.max(0, Math.round(counted)) : null;
  if (samples === null) return { kind: 'enough', samples: null };
  if (found === null && leastSamples > 0) return cannotTell(`nobody counted the samples of ${which}`);
  if (found !== null && found < leastSamples) {
    return cannotTell(`${count(found, 'sample')} in ${which}, needs ${leastSamples}`);
  }
  return { kind: 'enough', samples: found };
}

/** What lies exactly on the bound keeps it. */
function keeps({ sign, value: bound }: OwnCheck['bound'], value: number): boolean {
  return sign === '≤' ? value <= bound : value >= bound;
}

function cannotTell(words: string): Extract<Window, { kind: 'cannot-tell' }> {
  return { kind: 'cannot-tell', words };
}
