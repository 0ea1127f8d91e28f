import type { Policies } from '../ports.ts';
import { aliasBefore } from '../release/by-hand.ts';
import type { LanePolicy } from '../release/lane-policy.ts';

/** The alias that makes a version live where a promotion to this lane comes from. */
export function sourceAlias(policies: Policies, { model, source, environment, alias }: LanePolicy): string {
  return source.environment === environment ? alias : (policies.lane(model, source.environment)?.alias ?? 'champion');
}

/** An alias as typed: `champion` is whatever makes a version live there, and `previous` what was before it. */
export function meantAlias(typed: string, live: string): string {
  if (typed === 'champion') return live;
  return typed === 'previous' ? aliasBefore(live) : typed;
}
