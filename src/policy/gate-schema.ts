import { z } from 'zod';
import { gateTable } from '../gates/table.ts';
import type { GateConfig } from '../release/lane-policy.ts';
import { weighed } from './gate-mode.ts';
import { near } from './near.ts';
import { passOn } from './pass-on.ts';
import { isMapping } from './walk.ts';
import { unknownKeys } from './words.ts';

const known = [...gateTable.keys()];
const examples = [...gateTable.values()]
  .slice(0, 2)
  .map(({ example }) => `\`${example}\``)
  .join(' or ');

/** A gate as it is written: the key that names its kind says which fields belong to it. */
export const Gate = z.unknown().transform((raw, context): GateConfig => {
  if (!isMapping(raw)) return refuse(context, raw, `not a gate. Write one such as ${examples}.`);
  const kinds = known.filter((name) => Object.hasOwn(raw, name));
  const [kind] = kinds;
  if (kind === undefined) return refuse(context, raw, unknownGate(Object.keys(raw)));
  if (kinds.length > 1)
    return refuse(context, raw, `two gates in one (${kinds.join(', ')}). Write each as an entry of its own.`);
  return parsed(kind, raw, context);
});

type Context = z.core.$RefinementCtx;

function parsed(kind: string, fields: Readonly<Record<string, unknown>>, context: Context): GateConfig {
  const schema = gateTable.get(kind)?.schema;
  const { mode, rest, wrong } = weighed(fields);
  const result = schema?.safeParse(rest, {
    error: (issue) => unknownKeys(issue, [...Object.keys(schema.shape), 'mode', 'because']),
  });
  passOn(result?.error?.issues ?? [], fields, context);
  if (wrong) context.issues.push({ code: 'custom', input: fields, path: [wrong.key], message: wrong.message });
  if (!result?.success || wrong) return z.NEVER;
  return { ...result.data, kind, ...(mode === null ? {} : { mode }) };
}

function refuse(context: Context, input: unknown, message: string): GateConfig {
  context.issues.push({ code: 'custom', input, message });
  return z.NEVER;
}

function unknownGate(keys: readonly string[]): string {
  const meant = keys.flatMap((key) => near(key, known));
  return `no gate of a known kind. ${meant[0] ? `Did you mean \`${meant[0]}\`? ` : ''}Write one such as ${examples}.`;
}
