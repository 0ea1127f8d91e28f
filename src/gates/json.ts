import type { z } from 'zod';

/** The text as JSON of this shape, or null when it is not that. */
export function parsedAs<S extends z.ZodType>(schema: S, text: string): z.output<S> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
