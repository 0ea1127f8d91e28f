import type { Reply } from '../ports-releases.ts';
import { replyText } from './acting.ts';
import { replyJson } from './request.ts';
import { type ExitCode, print } from './verb.ts';
import { clean } from './words.ts';

/** Prints what came of it: 0 for a yes, 1 for a no. */
export function answered(reply: Reply, json: boolean): ExitCode {
  if (json) print(JSON.stringify(replyJson(reply)));
  else print(...releaseOf(reply), replyText(reply));
  return reply.outcome.kind === 'refusal' ? 1 : 0;
}

/** The release in a line of its own, so that the next command can name it. */
function releaseOf({ release }: Reply): readonly string[] {
  if (release === null) return [];
  const { id, kind, model, source, environment, phase } = release;
  return [`${id}  ${kind} of ${clean(model)} ${source.environment} v${source.version} → ${environment}, ${phase}`];
}
