import { z } from 'zod';
import { Version } from '../../release/ids.ts';

/** Whole numbers of 64 bits: JSON numbers mostly, strings by some servers. */
export const ms = z.coerce.number().int();
/** MLflow writes "" for what is not set. */
export const textOrNull = z
  .string()
  .default('')
  .transform((text) => (text === '' ? null : text));
/** Tags and parameters; empty lists are left out of every answer. */
export const pairs = z
  .array(z.object({ key: z.string(), value: z.string().default('') }))
  .default([])
  .transform((list): Record<string, string> => Object.fromEntries(list.map(({ key, value }) => [key, value])));
/** The token of the next page; absent on the last one. */
export const next = z.string().optional();

/** `"03"` is accepted by MLflow and means 3. */
export const AnyVersion = z
  .union([z.string().regex(/^\d{1,10}$/), z.number().int()])
  .transform((value) => String(Number(value)))
  .pipe(Version);
