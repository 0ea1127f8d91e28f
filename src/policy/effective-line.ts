import type { LanePolicy } from '../release/lane-policy.ts';
import type { Origin } from './layered-gate.ts';
import type { Model } from './model-schema.ts';
import type { Path } from './places.ts';
import type { Policy } from './schema.ts';
import { profileOf } from './standing.ts';
import { valueAt } from './walk.ts';

/** One line of what holds in a lane, and everything that it comes from. */
export interface EffectiveLine {
  readonly key: string;
  readonly text: string;
  readonly from: readonly Origin[];
}

/** A lane of which lines are made. */
export interface Shown {
  readonly policy: Policy;
  /** What the files say, to see which of them says it. */
  readonly raw: unknown;
  readonly own: Model;
  readonly lane: LanePolicy;
}

/** What profiles fill where the file says nothing. */
const filled: readonly string[] = ['approvals', 'exclude', 'checklist', 'expires', 're-evaluate', 'rollback'];

/** A line that a model may say in its environment's place. */
export function either(shown: Shown, key: string, text: string): EffectiveLine {
  const { model, environment } = shown.lane;
  return one(shown, key, text, ['models', model, key], ['environments', environment, key]);
}

/** A line that comes from the first of these places that says anything, else from the profile, else from nobody. */
export function one(
  { raw, policy, own, lane }: Shown,
  key: string,
  text: string,
  ...places: readonly Path[]
): EffectiveLine {
  const path = places.find((place) => valueAt(raw, place) !== undefined);
  if (path !== undefined) return { key, text, from: [{ kind: path[0] === 'floors' ? 'floor' : 'file', path }] };
  const profile = filled.includes(key) ? profileOf(policy, own, lane.environment) : undefined;
  return { key, text, from: [profile === undefined ? { kind: 'default' } : { kind: 'profile', name: profile }] };
}
