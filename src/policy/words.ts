import { z } from 'zod';
import { near } from './near.ts';

/** One message for each key that does not belong here, a line each, in the order of the issue's keys. */
export function unknownKeys(issue: z.core.$ZodRawIssue, known: readonly string[]): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  return issue.keys.map((key) => unknownKey(key, known)).join('\n');
}

/** A mapping with exactly these keys: any other is an error that names the nearest, and another value says what belongs here. */
export function mapping<S extends z.ZodRawShape>(shape: S, words: string) {
  const known = Object.keys(shape);
  return z.strictObject(shape, { error: (issue) => unknownKeys(issue, known) ?? words });
}

/** Says that a word is not known, with the nearest ones, or with all there are. */
export function didYouMean(word: string, known: readonly string[]): string {
  const close = near(word, known);
  if (close.length > 0) return `Did you mean ${close.map(code).join(' or ')}?`;
  return known.length > 0 ? `Write one of ${known.map(code).join(', ')}.` : 'There are none in this file yet: add it.';
}

/** A word as it stands in the file, on one line. */
export function code(word: string): string {
  return `\`${word.replaceAll(/\s+/gu, ' ').slice(0, 80)}\``;
}

function unknownKey(key: string, known: readonly string[]): string {
  return `there is no ${code(key)} here. ${didYouMean(key, known)}`;
}

/** A mapping whose keys the writer chooses. */
export function section<K extends z.ZodType<string, string>, V extends z.ZodType>(key: K, value: V, words: string) {
  return z.record(key, value, `not a list of entries. ${words}`);
}
