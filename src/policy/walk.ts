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
  return pattern
    .split('.')
    .reduce<Spot[]>((spots, step) => spots.flatMap((spot) => down(spot, step)), [{ path: [], value: raw }]);
}

/** A mapping's entries in the file's order; none when it is no mapping. */
export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The names in a section of the file. */
export function namesIn(raw: unknown, section: string): string[] {
  return walk(raw, section).flatMap(({ value }) => entriesOf(value).map(([name]) => name));
}

/** What one path leads to, or undefined. */
export function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => member(value, String(key)), raw);
}

function down({ path, value }: Spot, step: string): Spot[] {
  if (step === '#')
    return Array.isArray(value) ? value.map((item: unknown, at) => ({ path: [...path, at], value: item })) : [];
  if (step === '*') return entriesOf(value).map(([key, inner]) => ({ path: [...path, key], value: inner }));
  const inner = member(value, step);
  return inner === undefined ? [] : [{ path: [...path, step], value: inner }];
}

function member(value: unknown, key: string): unknown {
  const holds = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key);
  return holds ? Reflect.get(value, key) : undefined;
}
