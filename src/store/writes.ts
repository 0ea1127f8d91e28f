import type { StreamId } from '../release/event.ts';
import type { LaneKey } from '../release/ids.ts';
import { endedPhases, type Phase, type ReleaseState } from '../release/state.ts';
import type { Derived } from './derive.ts';
import type { Keys } from './keys.ts';
import { encodeLane } from './lane-codec.ts';
import type { Write } from './transact.ts';

/** Everything derived, as Redis commands. */
export function derivedWrites(keys: Keys, derived: Derived): readonly Write[] {
  return [
    ...[...derived.lanes].map(([key, lane]): Write => ['HSET', keys.lanes, key, encodeLane(lane)]),
    ...[...derived.releases].flatMap(([stream, { before, after }]) => indexed(keys, stream, before, after)),
    ...derived.incidents.map(({ incident, lane }): Write => ['RPUSH', keys.incidents(lane), incident]),
    ...[...derived.looks].map(([stream, next]) => look(keys, stream, next)),
    ...derived.woken.map((stream): Write => ['ZADD', keys.due('look'), derived.at, stream]),
    ...derived.shows.map((stream): Write => ['ZADD', keys.due('show'), derived.at, stream]),
  ];
}

function indexed(keys: Keys, stream: StreamId, before: ReleaseState | null, after: ReleaseState): readonly Write[] {
  return [
    ...(before === null ? opened(keys, stream, after.lane) : []),
    ...(before?.phase === after.phase ? [] : moved(keys, stream, before?.phase ?? null, after.phase)),
  ];
}

function opened(keys: Keys, stream: StreamId, lane: LaneKey): readonly Write[] {
  return [
    ['RPUSH', keys.history(lane), stream],
    ['RPUSH', keys.releases, stream],
  ];
}

function moved(keys: Keys, stream: StreamId, from: Phase | null, to: Phase): readonly Write[] {
  const left: readonly Write[] = from === null ? [] : [['HINCRBY', keys.phases, from, -1]];
  const open: Write = endedPhases.includes(to) ? ['HDEL', keys.open, stream] : ['HSET', keys.open, stream, to];
  return [...left, ['HINCRBY', keys.phases, to, 1], open];
}

function look(keys: Keys, stream: StreamId, next: number | null): Write {
  return next === null ? ['ZREM', keys.due('look'), stream] : ['ZADD', keys.due('look'), next, stream];
}
