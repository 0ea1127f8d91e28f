import { z } from 'zod';
import { near } from './near.ts';
import { passOn } from './pass-on.ts';
import { entriesOf, isMapping } from './walk.ts';
import { code } from './words.ts';

/**
 * A mapping whose key says which of several forms it has, so that what is wrong inside is told by that form alone; or one of the words
 * that stand for themselves.
 */
export function keyed<S extends z.ZodType, const W extends string = never>(
  forms: Readonly<Record<string, S>>,
  words: string,
  alone: readonly W[] = [],
) {
  const known = Object.keys(forms);
  return z.unknown().transform((raw, context): z.output<S> | W => {
    const word = alone.find((one) => one === raw);
    if (word !== undefined) return word;
    const result = formOf(forms, raw)?.safeParse(raw);
    if (result?.success) return result.data;
    if (result === undefined)
      context.issues.push({ code: 'custom', input: raw, message: unknownForm(raw, known, words) });
    else passOn(result.error.issues, raw, context);
    return z.NEVER;
  });
}

/** The one form whose key is there. */
function formOf<S>(forms: Readonly<Record<string, S>>, raw: unknown): S | undefined {
  const named = Object.entries(forms).filter(([name]) => isMapping(raw) && Object.hasOwn(raw, name));
  return named.length === 1 ? named[0]?.[1] : undefined;
}

function unknownForm(raw: unknown, known: readonly string[], words: string): string {
  const [meant] = entriesOf(raw).flatMap(([key]) => (known.includes(key) ? [] : near(key, known)));
  return meant === undefined ? words : words.replace('. Write', `. Did you mean ${code(meant)}? Write`);
}
