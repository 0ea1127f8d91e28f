import { parse } from 'yaml';
import { z } from 'zod';
import type { VersionFacts } from '../../release/evidence.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value?.toWellFormed() ?? null);

/** What we read of an `MLmodel` file. The signature's parts are JSON inside of YAML strings, and stay as they were logged. */
const MlModel = z.object({
  model_id: text,
  signature: z.object({ inputs: text, outputs: text, params: text }).nullish().default(null),
});

/** Larger ones are not read: a description of a model is a few kilobytes. */
export const mostMlmodelBytes = 1024 * 1024;

/** The model's id and signature as its `MLmodel` file tells them; nothing when it cannot be read as one. */
export function readMlmodel(content: string | null): { modelId: string | null; schema: VersionFacts['schema'] } {
  const { data } = MlModel.safeParse(content === null ? null : yaml(content));
  return { modelId: data?.model_id ?? null, schema: data?.signature ?? null };
}

/** Core schema, no custom tags, and few aliases: a file from outside must not grow while it is read. */
function yaml(content: string): unknown {
  try {
    return parse(content, { schema: 'core', maxAliasCount: 50, logLevel: 'silent', prettyErrors: false });
  } catch {
    return null;
  }
}
