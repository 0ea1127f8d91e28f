import type { Entry } from '../event.ts';
import { evolve } from '../evolve.ts';
import type { LaneKey } from '../ids.ts';
import { emptyLane, evolveLane } from '../lane.ts';
import type { LaneState } from '../lane-state.ts';
import { isReleaseEvent } from '../release-entries.ts';
import type { ReleaseState } from '../state.ts';
import type { LivePeriod } from './shape.ts';

/** What was live when, from the entries of a lane, its releases and its incidents in the order of the chain. Pure. */
export function livePeriods(
  lane: LaneKey,
  entries: readonly Entry[],
): { readonly since: number | null; readonly periods: readonly LivePeriod[] } {
  const releases = new Map<Entry['stream'], ReleaseState>();
  const periods: LivePeriod[] = [];
  let state = emptyLane(lane);
  for (const entry of entries) {
    const release = releaseAfter(releases.get(entry.stream) ?? null, entry);
    if (release !== null) releases.set(entry.stream, release);
    const after = evolveLane(state, entry, release);
    note(periods, after.live, entry);
    state = after;
  }
  return { since: state.since, periods };
}

function releaseAfter(before: ReleaseState | null, { event, at, by, index }: Entry): ReleaseState | null {
  return isReleaseEvent(event) ? evolve(before, { event, at, by, index }) : null;
}

function note(periods: LivePeriod[], live: LaneState['live'], { at, by }: Entry): void {
  const last = periods.at(-1);
  const open = last !== undefined && last.until === null ? last : null;
  if (open !== null && live !== null && live.version === open.version && live.since === open.from) {
    periods[periods.length - 1] = { ...open, standing: live.standing };
    return;
  }
  if (open !== null) periods[periods.length - 1] = { ...open, until: at };
  if (live === null) return;
  const { version, since, standing, release } = live;
  periods.push({ version, from: since, until: null, standing, release, by });
}
