import type { Requirements } from '../release/event.ts';
import type { PersonId } from '../release/ids.ts';
import { type Electorate, membersOf } from '../release/people.ts';
import { reachable } from '../release/quorum.ts';
import { lanePolicy, lanesOf } from './lane-policy.ts';
import type { Policy } from './schema.ts';

/** Approvals that one departure would put out of reach, or that are out of reach already. */
export interface Fragile {
  readonly environment: string;
  readonly models: readonly string[];
  readonly rules: Requirements['rules'];
  /** Without any one of these nobody can approve; empty where it is so already. */
  readonly without: readonly PersonId[];
}

/** All such approvals of a policy, the models that share them together. */
export function fragileRules(policy: Policy, electorate: Electorate): Fragile[] {
  const found = new Map<string, Fragile>();
  for (const { model, environment } of lanesOf(policy)) {
    const { approvals } = lanePolicy(policy, 0, model, environment);
    if (approvals === 'none') continue;
    const rules = approvals.map(({ from, ...rule }) => ({ ...rule, from: [...from] }));
    const key = JSON.stringify([environment, rules]);
    const before = found.get(key);
    const without = before?.without ?? breakers(rules, electorate);
    if (without !== null) found.set(key, { environment, rules, without, models: [...(before?.models ?? []), model] });
  }
  return [...found.values()];
}

/** Everybody on whom these rules depend; none when they cannot be met; null when they outlive anybody's leaving. */
function breakers(rules: Requirements['rules'], electorate: Electorate): PersonId[] | null {
  if (!isReachable(rules, electorate)) return [];
  const all = [
    ...membersOf(
      electorate,
      rules.flatMap(({ from }) => from),
    ),
  ];
  const needed = all.filter((person) => !isReachable(rules, without(electorate, person)));
  return needed.length === 0 ? null : needed;
}

function isReachable(rules: Requirements['rules'], electorate: Electorate): boolean {
  return reachable({ automatic: false, rules, excluded: [], unknown: [], extra: 0 }, electorate).satisfied;
}

function without({ standing, ...rest }: Electorate, person: PersonId): Electorate {
  return { ...rest, standing: new Map([...standing].filter(([id]) => id !== person)) };
}
