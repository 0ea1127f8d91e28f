import type { LaneState } from '../lane-state.ts';
import type { ScopeEvent } from '../scope-event.ts';
import type { Mapped } from './mapping.ts';

type Calmed = Extract<ScopeEvent, { kind: 'signal-calmed' }>;
type Known = Pick<Calmed, 'source' | 'key' | 'of' | 'at'>;

/** What comes later than a day after it was said is late enough to be believed by nobody. */
const rememberedMs = 24 * 3_600_000;

/** Whether this was over by then, though nobody had heard that it was wrong. */
export function wasCalmed(calmed: readonly Known[], { of, signal }: Mapped, source: string): boolean {
  return calmed.some((one) => one.source === source && one.key === signal.key && one.of === of && one.at >= signal.at);
}

/** What is over and was never heard of is kept: its beginning may come yet. Null where that is known, or long ago. */
export function calming(
  { calmed }: Pick<LaneState, 'calmed'>,
  mapped: Mapped,
  source: string,
  now: number,
): Calmed | null {
  const { key, at } = mapped.signal;
  const known = wasCalmed(calmed, mapped, source) || now - at > rememberedMs;
  return known ? null : { kind: 'signal-calmed', v: 1, source, key, of: mapped.of, at };
}
