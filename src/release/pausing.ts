import { calendarPause } from './calendar.ts';
import type { LanePolicy } from './lane-policy.ts';
import type { Pause } from './lane-state.ts';
import { holding } from './scope.ts';

/** What a lane is held by: its own pauses, and those of its environment and its model. */
export interface Held {
  readonly lane: readonly Pause[];
  readonly environment: readonly Pause[];
  readonly model: readonly Pause[];
}

/** All that hold promotions in a lane now, the calendar's among them, each with what it covers. */
export function pausesHere(
  { model, environment, calendar }: Pick<LanePolicy, 'model' | 'environment' | 'calendar'>,
  held: Held,
  now: number,
): readonly Pause[] {
  const closed = calendarPause(calendar, now);
  const shared = calendar.filter((rule) => rule.of === undefined);
  const lane = `${model} in ${environment}`;
  return [
    ...covering(holding(held.lane, now), lane),
    ...covering(holding(held.environment, now), environment),
    ...covering(holding(held.model, now), model),
    ...covering(closed === null ? [] : [closed], calendarPause(shared, now) === null ? lane : environment),
  ];
}

function covering(pauses: readonly Pause[], scope: string): readonly Pause[] {
  return pauses.map((pause) => ({ ...pause, scope }));
}
