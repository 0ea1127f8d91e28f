import type { ApprovalRule, Excluded, LanePolicy } from '../release/lane-policy.ts';
import { entry } from './entry.ts';
import type { Environment } from './environment-schema.ts';
import type { Model } from './model-schema.ts';
import type { ProfileRules } from './profiles/profile.ts';
import { profiles } from './profiles/table.ts';
import type { Policy } from './schema.ts';
import { floorOf, profileOf, standingOf } from './standing.ts';

/** Who decides in a lane, and what they have to look at. */
export type Review = Pick<LanePolicy, 'approvals' | 'exclude' | 'unknownPerson' | 'rollback' | 'checklist'>;

/** The environment's rules, where it has none the profile's, and whatever model and floor add. */
export function reviewOf(policy: Policy, own: Model, here: Environment, model: string, environment: string): Review {
  const profile = profileOf(policy, own, environment);
  const usual = profile ? profiles[profile] : nothing;
  const base = here.approvals ?? usual.approvals(standingOf(policy, model, own, environment));
  const approvals = withMore(base, entry(own['more-approvals'], environment) ?? []);
  return {
    approvals,
    exclude: excluded([...(here.exclude ?? usual.exclude), ...(floorOf(policy, environment)?.exclude ?? [])]),
    unknownPerson: here['unknown-person'],
    rollback: rollbackOf(here, approvals),
    checklist: boxes([here.checklist ?? usual.checklist, own.checklist ?? {}], rulesIn(approvals)),
  };
}

const nothing: Pick<ProfileRules, 'approvals' | 'exclude' | 'checklist'> = {
  approvals: () => 'none',
  exclude: [],
  checklist: {},
};

function withMore(base: LanePolicy['approvals'], more: readonly ApprovalRule[]): LanePolicy['approvals'] {
  return more.length === 0 ? base : [...rulesIn(base), ...more];
}

function rollbackOf({ rollback }: Environment, approvals: LanePolicy['approvals']): LanePolicy['rollback'] {
  return { onCall: rollback?.['on-call'] ?? [], approvals: rulesIn(rollback?.approvals ?? approvals) };
}

/** The rules among approvals; none where nobody has to say yes. */
export function rulesIn(approvals: LanePolicy['approvals']): readonly ApprovalRule[] {
  return approvals === 'none' ? [] : approvals;
}

/** The requester never counts, whether the file says so or not. */
function excluded(also: readonly Excluded[]): Excluded[] {
  return [...new Set<Excluded>(['requester', ...also])];
}

/** The boxes of all lists, each once, for the groups whose yes counts here. */
function boxes(lists: readonly LanePolicy['checklist'][], rules: readonly ApprovalRule[]): LanePolicy['checklist'] {
  const approving = new Set(rules.flatMap(({ from }) => from));
  const entries = [...approving].map((group): [string, string[]] => [
    group,
    [...new Set(lists.flatMap((list) => entry(list, group) ?? []))],
  ]);
  return Object.fromEntries(entries.filter(([, list]) => list.length > 0));
}
