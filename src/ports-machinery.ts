import type { Call } from './ports.ts';
import type { Serving } from './ports-serving.ts';
import type { Trainer } from './ports-trainers.ts';
import type { LanePolicy } from './release/lane-policy.ts';

/** What works outside for a lane, made from its policy. */
export interface Machinery {
  /** Null where the lane's policy names none. */
  trainer(policy: LanePolicy): Trainer | null;
  validator(policy: LanePolicy): Trainer | null;
  serving(policy: LanePolicy): Serving | null;
  /** The full commit that a tag, a branch or an abbreviation names where the lane's code lies; null: there is none, or nobody can tell. */
  commit(policy: LanePolicy, words: string, call: Call): Promise<string | null>;
}
