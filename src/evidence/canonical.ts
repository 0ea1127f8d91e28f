import { createHash } from 'node:crypto';
import { Digest } from '../release/ids.ts';

/**
 * The one JSON text of a value, after RFC 8785: keys in UTF-16 order, ECMAScript's own numbers and strings, no white space.
 * Throws a TypeError for whatever JSON cannot say exactly (NaN, `undefined`, lone surrogates, dates, maps, cycles): a digest
 * over a value that was quietly changed would bind nothing.
 */
export function canonical(value: unknown): string {
  return write(value, []);
}

/** SHA-256 over the UTF-8 bytes of the canonical text. */
export function digestOf(value: unknown): Digest {
  return Digest.parse(createHash('sha256').update(canonical(value)).digest('hex'));
}

function write(value: unknown, above: readonly object[]): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value !== 'object') throw new TypeError(`JSON has no word for ${String(value)}`);
  if (above.includes(value)) throw new TypeError('JSON cannot hold a cycle');
  const within = [...above, value];
  if (Array.isArray(value)) return `[${Array.from(value, (item: unknown) => write(item, within)).join(',')}]`;
  return `{${members(value, within).join(',')}}`;
}

function members(value: object, within: readonly object[]): string[] {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('JSON knows plain objects only');
  const entries: [string, unknown][] = Object.entries(value);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, member]) => `${text(key)}:${write(member, within)}`);
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('JSON cannot hold a lone surrogate');
  return JSON.stringify(value);
}
