import { z } from 'zod';
import { ReleaseId } from '../../../src/release/ids.ts';

const Given = z.object({
  options: z.object({
    argv: z.array(z.string()),
    repository: z.string(),
    token: z.string().nullable(),
    folder: z.string(),
    variables: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
    path: z.string(),
    timeoutMs: z.number(),
    maxLogBytes: z.number(),
  }),
  order: z.object({
    release: ReleaseId,
    attempt: z.number(),
    model: z.string(),
    environment: z.string(),
    commit: z.string(),
  }),
});

/** What a test hands to the worker that it starts. */
export function givenToChild(text: string | undefined): z.infer<typeof Given> {
  return Given.parse(JSON.parse(text ?? ''));
}
