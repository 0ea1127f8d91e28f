import type { Path } from './places.ts';

/** Something in the raw document, and the path to it. */
export interface Spot {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * All that a pattern leads to: `environments.*.registry`. A star stands for every key of a mapping, `#` for every item of a
 * list. What has another form is passed over: its own schema says so.
 */
export function walk(raw: unknown, pattern: string): Spot[] {
  const spots: Spot[] = [];
  descend(raw, pattern.split('.'), [], spots);
  return spots;
}

/** A mapping's entries in the file's order; none when it is no mapping. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isMapping(value) ? Object.entries(value) : [];
}

/** True for a mapping of the file. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names in a section of the file. */
export function namesIn(raw: unknown, section: string): string[] {
  return walk(raw, section).flatMap(({ value }) => entriesOf(value).map(([name]) => name));
}

/** What one path leads to, or undefined. */
export function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => member(value, String(key)), raw);
}

/** Follows the steps below `above`; only what is found at the end gets a path of its own: a policy may have many thousand gates. */
function descend(value: unknown, steps: readonly string[], above: (string | number)[], spots: Spot[]): void {
  const step = steps[above.length];
  if (step === undefined) {
    spots.push({ path: [...above], value });
    return;
  }
  for (const key of keysAt(value, step)) {
    above.push(key);
    descend(inside(value, key), steps, above, spots);
    above.pop();
  }
}

function keysAt(value: unknown, step: string): readonly (string | number)[] | Iterable<number> {
  if (step === '#') return Array.isArray(value) ? value.keys() : [];
  if (!isMapping(value)) return [];
  if (step === '*') return Object.keys(value);
  return Object.hasOwn(value, step) && value[step] !== undefined ? [step] : [];
}

function inside(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function member(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
