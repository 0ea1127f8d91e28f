import { effectiveLines } from './effective.ts';
import { lanePolicy, lanesOf } from './lane-policy.ts';
import type { ReadPolicy } from './parse.ts';

/** What a change of the policy does to one model in one environment. */
export interface LaneDifference {
  readonly model: string;
  readonly environment: string;
  readonly kind: 'new' | 'gone' | 'changed';
  /** Lines that hold no more, and lines that hold from then on. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether approvals that were given under the old one are void. */
  readonly voids: boolean;
}

/** Every lane in which anything changes: those of the new policy in its order, then those that are gone. */
export function policyDifference(old: ReadPolicy, changed: ReadPolicy): LaneDifference[] {
  const before = new Map(lanesOf(old.policy).map((lane) => [lane.lane, lane]));
  const after = new Set(lanesOf(changed.policy).map(({ lane }) => lane));
  const kept = lanesOf(changed.policy).flatMap(({ lane, model, environment }): LaneDifference[] => {
    const lines = linesOf(changed, model, environment);
    if (!before.has(lane)) return [{ model, environment, kind: 'new', before: [], after: lines, voids: false }];
    const one = between(linesOf(old, model, environment), lines);
    const voids = digestIn(old, model, environment) !== digestIn(changed, model, environment);
    if (!voids && one.before.length + one.after.length === 0) return [];
    return [{ model, environment, kind: 'changed', ...one, voids }];
  });
  const gone = [...before.values()].filter(({ lane }) => !after.has(lane));
  return [
    ...kept,
    ...gone.map(
      ({ model, environment }): LaneDifference => ({
        model,
        environment,
        kind: 'gone',
        before: [],
        after: [],
        voids: true,
      }),
    ),
  ];
}

function between(old: readonly string[], changed: readonly string[]): Pick<LaneDifference, 'before' | 'after'> {
  return {
    before: old.filter((line) => !changed.includes(line)),
    after: changed.filter((line) => !old.includes(line)),
  };
}

function linesOf({ policy, joined }: ReadPolicy, model: string, environment: string): string[] {
  return effectiveLines(policy, joined.raw, model, environment).map(({ key, text }) => `${key}: ${text}`);
}

function digestIn({ policy }: ReadPolicy, model: string, environment: string): string {
  return lanePolicy(policy, 0, model, environment).digest;
}
