import type { Asked, StatusRow } from '../ports-releases.ts';
import type { StreamId } from '../release/event.ts';
import { emptyLane } from '../release/lane.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Pause } from '../release/lane-state.ts';
import { pausesHere } from '../release/pausing.ts';
import { environmentStream, modelStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { found, lanesOfModel } from './resolve.ts';

/** Every lane of the policy, or of one model, as the log knows it: one read for all lanes, one for all scopes. */
export async function status(deps: Deps, model: string | null): Promise<Asked<readonly StatusRow[]>> {
  const asked = model === null ? found(deps.policies.lanes()) : lanesOfModel(deps.policies, model);
  if (asked.kind === 'refused') return asked;
  const lanes = asked.found;
  const [states, pauses] = await Promise.all([deps.store.lanes(), pausesOf(deps, lanes)]);
  const now = deps.clock();
  const rows = lanes.map((policy): StatusRow => {
    const lane = states.get(policy.lane) ?? emptyLane(policy.lane);
    const { model: name, environment, registry, mode, calendar, reevaluateMs } = policy;
    const held = {
      lane: lane.pauses,
      environment: pauses.get(environmentStream(environment)) ?? [],
      model: pauses.get(modelStream(name)) ?? [],
    };
    const here = pausesHere(policy, held, now);
    return { model: name, environment, registry, lane, pauses: here, mode, calendar, reevaluateMs };
  });
  return found(rows);
}

async function pausesOf(deps: Deps, lanes: readonly LanePolicy[]): Promise<ReadonlyMap<StreamId, readonly Pause[]>> {
  const streams = [...new Set(lanes.flatMap((lane) => [environmentStream(lane.environment), modelStream(lane.model)]))];
  const scopes = await deps.store.scopes(streams);
  return new Map(streams.map((stream, at) => [stream, scopes[at]?.pauses ?? []]));
}
