import { parseArgs } from 'node:util';
import { traceLines } from '../../blocks/trace.ts';
import { releaseService } from '../release-service.ts';
import { deskOf } from './desk.ts';
import { lineText, refusalText } from './line-text.ts';
import { versionAsked } from './target.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';

const how = 'signalbox trace MODEL[@V] [--in ENVIRONMENT] [--at COMMIT]';

/** `trace`: from what is live, or one version, back to run, commit, data and approvers; or from a commit to every version of it. */
export async function trace(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { in: { type: 'string' }, at: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [typed = '', ...more] = positionals;
  const asked = versionAsked(typed, values.in);
  if (asked === null || more.length > 0 || asked.version?.kind === 'alias')
    return usageError(`Write a model, with its version where you mean one: churn@14. ${how}`);
  const { model, environment } = asked;
  const which = { model, environment, version: asked.version?.version ?? null, at: values.at ?? null };
  return withDatabase(async (db) => {
    const desk = await deskOf({ db, policyText: null, slack: null, model });
    const traced = await releaseService(desk).trace(which);
    if (traced.kind === 'refused') {
      print(refusalText(traced.refusal));
      return 1;
    }
    if (values.json) print(JSON.stringify({ v: 1, ...traced.found }));
    else print(...traceLines(traced.found).map(lineText));
    return 0;
  });
}
