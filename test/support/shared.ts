import { request } from 'undici';
import { inject } from 'vitest';
import type { z } from 'zod';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly sharedServers: string;
  }
}

const startingMs = 590_000;

/** Asks the run's set-up for a server that all test files share; the first to ask waits until it is installed and up. */
export async function shared<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const answer = await request(inject('sharedServers') + path, { headersTimeout: startingMs, bodyTimeout: startingMs });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(text);
  return schema.parse(JSON.parse(text));
}
