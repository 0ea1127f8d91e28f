import { parseArgs } from 'node:util';
import { answered } from './answered.ts';
import { askFor, atKeyedDesk } from './keyed.ts';
import { versionAsked } from './target.ts';
import { type ExitCode, usageError } from './verb.ts';

/** `adopt`: asks reviewers to look at what somebody made live by hand, as the button on its message does. */
export async function adopt(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      in: { type: 'string' },
      because: { type: 'string' },
      id: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [typed = '', ...more] = positionals;
  const asked = versionAsked(typed, values.in);
  if (more.length > 0 || asked?.version?.kind !== 'number' || asked.environment === null)
    return usageError('Name what is live and where: signalbox adopt churn@12 --in production');
  const { model, environment, version } = asked;
  const { id = null, because: reason = null, json } = values;
  const request = { kind: 'adopt' as const, model, environment, version: version.version, reason, via: 'cli' };
  return atKeyedDesk(model, async (desk) => answered(await askFor(desk, { request, id }), json));
}
