import type { Readable } from 'node:stream';
import type { Call, Policies } from '../ports.ts';
import type { Machinery } from '../ports-machinery.ts';
import type { LogView } from '../release/posts-logs.ts';

/** Reads what a training printed, from what trains in its lane; null where that has it no more. Throws when nobody could tell. */
export function trainingLogs(
  policies: Pick<Policies, 'lane'>,
  outsiders: Pick<Machinery, 'trainer'>,
): (log: LogView, call: Call) => Promise<Readable | null> {
  return async ({ model, environment, ref }, call) => {
    const lane = policies.lane(model, environment);
    const log = lane === null ? null : await outsiders.trainer(lane)?.log(ref, call);
    return log?.content ?? null;
  };
}
