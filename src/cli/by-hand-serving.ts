import { ServingOptions } from '../policy/workers.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { HandPlan } from './by-hand-lines.ts';

const asWritten = 'docs/serving.md says how the request is written and signed';

/** What serves the model is not told by an alias: what has to be asked before it moves, and who has to be told after. */
export function servingWords(
  { serving, model, environment }: LanePolicy,
  to: Version,
  from: Version | null,
): HandPlan['serving'] {
  const read = ServingOptions.safeParse(serving);
  if (!read.success) return { before: [], after: [] };
  const { kind, url, secret } = read.data;
  const signed = secret === null ? '' : `, signed with $${secret.replace(/^env:/, '')}`;
  if (kind === 'batch')
    return {
      before: [`First: no scoring job may run. Ask ${url}${signed}; ${asWritten}.`],
      after: [`Then: look which scoring runs used v${from ?? '?'} of ${model}.`],
    };
  const order = `POST ${url}/move with v${to} of ${model} in ${environment}${signed}`;
  return {
    before: [],
    after: [
      `Then serving: ${order}, and ask ${url}/state until it says live. ${asWritten[0]?.toUpperCase()}${asWritten.slice(1)}.`,
    ],
  };
}
