import type { Asked, Brought, StatusRow } from '../ports-releases.ts';
import type { StreamId } from '../release/event.ts';
import type { ReleaseId } from '../release/ids.ts';
import { emptyLane } from '../release/lane.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Pause } from '../release/lane-state.ts';
import { pausesHere } from '../release/pausing.ts';
import type { ReleaseState } from '../release/state.ts';
import { statusPages } from '../release/status-rank.ts';
import { environmentStream, modelStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { letInByLog } from './let-in.ts';
import { found, lanesOfModel } from './resolve.ts';

/** Every lane of the policy, or of one model, as the log knows it: one read for all lanes and scopes, one for what is live on the page. */
export async function status(deps: Deps, model: string | null, page = 0): Promise<Asked<readonly StatusRow[]>> {
  const asked = model === null ? found(deps.policies.lanes()) : lanesOfModel(deps.policies, model);
  if (asked.kind === 'refused') return asked;
  const lanes = asked.found;
  const [states, pauses] = await Promise.all([deps.store.lanes(), pausesOf(deps, lanes)]);
  const now = deps.clock();
  const rows = lanes.map((policy): Bare => {
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
  return found(await withBrought(deps, rows, page));
}

type Bare = Omit<StatusRow, 'brought'>;

/** Reads the releases of one page only: a company has thousands of lanes. */
async function withBrought({ store }: Deps, rows: readonly Bare[], page: number): Promise<readonly StatusRow[]> {
  const shown = new Set((statusPages(rows)[page] ?? []).flatMap(({ lanes }) => lanes));
  const ids = [...shown].flatMap(({ lane }) => lane.live?.release ?? []);
  const releases: ReadonlyMap<ReleaseId, ReleaseState> = ids.length === 0 ? new Map() : await store.releases(ids);
  return rows.map((row) => {
    const release = shown.has(row) && row.lane.live?.release != null ? releases.get(row.lane.live.release) : undefined;
    return { ...row, brought: release === undefined ? null : broughtBy(release) };
  });
}

function broughtBy(release: ReleaseState): Brought {
  return { commit: release.trained?.commit ?? release.evidence?.findings.commit ?? null, ...letInByLog(release) };
}

async function pausesOf(deps: Deps, lanes: readonly LanePolicy[]): Promise<ReadonlyMap<StreamId, readonly Pause[]>> {
  const streams = [...new Set(lanes.flatMap((lane) => [environmentStream(lane.environment), modelStream(lane.model)]))];
  const scopes = await deps.store.scopes(streams);
  return new Map(streams.map((stream, at) => [stream, scopes[at]?.pauses ?? []]));
}
