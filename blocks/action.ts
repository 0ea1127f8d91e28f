import type { z } from 'zod';
import { limits } from './limits.ts';

/** Something that people press or submit: its id on the wire, and what its value holds. */
export interface Action<T> {
  readonly id: string;
  /** The value as text, or null when it is longer than Slack takes: then there is nothing to press. */
  encode(value: T): string | null;
  /** The value again, or null for anything that is not one. Never throws. */
  decode(text: unknown): T | null;
}

/** Joins an id with what its value holds; `longest` is how much of it Slack takes. */
export function action<S extends z.ZodType>(
  id: string,
  schema: S,
  longest: number = limits.button.value,
): Action<z.output<S>> {
  return {
    id,
    encode(value) {
      const text = JSON.stringify(value);
      return text.length <= longest ? text : null;
    },
    decode(text) {
      const read = schema.safeParse(parsed(text));
      return read.success ? read.data : null;
    },
  };
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
