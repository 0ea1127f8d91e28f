import { z } from 'zod';

/** The schema of one kind of event, first version. */
export function on<K extends string, S extends z.ZodRawShape>(kind: K, shape: S) {
  return z.object({ kind: z.literal(kind), v: z.literal(1), ...shape });
}
