import { z } from 'zod';

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const longest = 365 * 86_400_000;
const cure = 'Write a number and a unit, for example 30m, 72h or 7d.';

/** A time span as people write it (`30m`, `72h`, `7d`), in milliseconds; a year at most. */
export const Duration = z
  .string(`not a duration. ${cure}`)
  .regex(/^\d{1,9}[smhd]$/, `not a duration. ${cure}`)
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? Number.NaN))
  .pipe(z.number().max(longest, 'longer than a year. Write 365d or less.'));

/** A time span that is not nothing. */
export const SomeTime = Duration.pipe(z.number().positive(`no time at all. ${cure}`));
