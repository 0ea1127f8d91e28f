import type { Event } from './event.ts';
import type { Version } from './ids.ts';
import type { LaneState } from './lane-state.ts';
import { isLiveMove } from './scope-event.ts';

/**
 * What was live in a lane before somebody moved its champion without us, read off the lane's own log: the last version that was let
 * in, however often it was moved since. Undefined where no such move is known; null where nothing was live.
 */
export function beforeMoves(
  events: readonly Event[],
  { trusted }: Pick<LaneState, 'trusted'>,
): Version | null | undefined {
  const moves = events.filter((event) => event.kind === 'moved-outside').filter(isLiveMove);
  return moves.reduceRight<Version | null | undefined>((before, { from, to }) => {
    if (before === undefined) return from;
    const known = before === null || trusted.some((one) => one.version === before);
    return !known && to === before ? from : before;
  }, undefined);
}
