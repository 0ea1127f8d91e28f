import { beforeMoves } from '../release/before-moves.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { LaneState } from '../release/lane-state.ts';
import { laneStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';

/** What was live here before what nobody let in: moved from outside, or left there by a release that was given up. Null: nothing was. */
export async function liveBefore(
  { store }: Pick<Deps, 'store'>,
  { lane: key }: Pick<LanePolicy, 'lane'>,
): Promise<Version | null> {
  const [lane, entries] = await Promise.all([store.lane(key), store.load(laneStream(key))]);
  const left = await leftBy(store, lane);
  return left === undefined
    ? (beforeMoves(
        entries.map(({ event }) => event),
        lane,
      ) ?? null)
    : left;
}

/** Undefined where no given up release left it. */
async function leftBy(store: Deps['store'], { live }: LaneState): Promise<Version | null | undefined> {
  if (live?.standing !== 'outside' || live.release === null) return undefined;
  const release = await store.release(live.release);
  return release?.execution?.targets.champion.from;
}
