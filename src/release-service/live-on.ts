import type { Asked, LiveThen } from '../ports-releases.ts';
import type { Entry } from '../release/event.ts';
import type { LiveVersion } from '../release/lane-state.ts';
import type { ReleaseState } from '../release/state.ts';
import { laneStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { found, lastLiveLane } from './resolve.ts';

const everything = 100_000;

/** What was live at this moment. Before Signalbox first looked, nobody can know, and it says so. */
export async function liveOn(
  deps: Deps,
  model: string,
  environment: string | null,
  at: number,
): Promise<Asked<{ readonly environment: string; readonly was: LiveThen }>> {
  const lane = await lastLiveLane(deps, { model, environment });
  if (lane.kind === 'refused') return lane;
  const { store } = deps;
  const ids = await store.history(lane.found.lane, everything);
  const [releases, own] = await Promise.all([store.releases(ids), store.load(laneStream(lane.found.lane))]);
  const since = own.find((entry) => entry.event.kind === 'baseline-trusted')?.at ?? null;
  const changes = [...[...releases.values()].flatMap(brought), ...own.flatMap(told)].sort((a, b) => a.at - b.at);
  const last = changes.findLast((change) => change.at <= at);
  return found({ environment: lane.found.environment, was: thenLive(last, since, releases) });
}

interface Change {
  readonly at: number;
  /** Null when nothing was live from then on. */
  readonly live: LiveVersion | null;
}

function brought(state: ReleaseState): readonly Change[] {
  if (state.live === null) return [];
  const { at, version } = state.live;
  return [
    {
      at,
      live: { version, release: state.id, since: at, standing: state.phase === 'watching' ? 'watching' : 'verified' },
    },
  ];
}

function told({ at, event }: Entry): readonly Change[] {
  if (event.kind === 'baseline-trusted') return [change(at, event.version, 'baseline')];
  if (event.kind === 'moved-outside' && event.alias === 'champion') return [change(at, event.to, 'outside')];
  return [];
}

function change(at: number, version: LiveVersion['version'] | null, standing: LiveVersion['standing']): Change {
  return { at, live: version === null ? null : { version, release: null, since: at, standing } };
}

function thenLive(
  last: Change | undefined,
  since: number | null,
  releases: ReadonlyMap<string, ReleaseState>,
): LiveThen {
  if (last === undefined) return { kind: 'unknown', since };
  if (last.live === null) return { kind: 'nothing-live' };
  const release = last.live.release === null ? undefined : releases.get(last.live.release);
  const approvedBy = release?.execution?.approvedBy ?? [];
  return { kind: 'live', live: last.live, approvedBy, evidence: release?.evidence?.digest ?? null };
}
