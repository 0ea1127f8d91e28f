import { z } from 'zod';

/** A whole number from 0 to `most`. */
export function wholeNumber(what: string, most: number) {
  const words = `is not ${what}. Write a number from 0 to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,5}$/, words)
    .transform(Number)
    .refine((number) => number <= most, words);
}

/** A text that has to be there. */
export function needed(what: string) {
  return z.string({ error: `is missing. Write ${what}.` });
}

/** An address with one of these schemes, such as `https:`. */
export function url(what: string, ...schemes: readonly string[]) {
  return needed(what).refine((text) => schemes.includes(schemeOf(text)), `is not such an address. Write ${what}.`);
}

/** One of these words. */
export function oneOf<T extends string>(...words: readonly [T, ...T[]]) {
  return z.enum(words, { error: `is not known. Write ${words.join(', ')}.` });
}

/** A token that begins with none of the prefixes of other kinds. */
export function token(what: string, ...wrong: readonly string[]) {
  const isAnother = (text: string) => wrong.some((prefix) => text.startsWith(prefix));
  return z.string().refine((text) => !isAnother(text), `is another kind of token. Write ${what}.`);
}

function schemeOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}
