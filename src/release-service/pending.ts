import type { PersonId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { groupsOf, quorum } from '../release/quorum.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Deps } from './deps.ts';
import { electorateOf } from './electorate.ts';

/** Open releases: those whose next yes this person could give, and the others. */
export async function pending(
  deps: Deps,
  person: PersonId,
): Promise<{ readonly yours: readonly ReleaseState[]; readonly others: readonly ReleaseState[] }> {
  const lanes = await deps.store.lanes();
  const open = [...lanes.values()].flatMap((lane) => lane.open.map((one) => one.release));
  const states = [...(await deps.store.releases(open)).values()].sort((a, b) => a.opened.at - b.opened.at);
  const mine = await Promise.all(states.map((state) => waitsFor(deps, state, person)));
  return { yours: states.filter((_, at) => mine[at]), others: states.filter((_, at) => !mine[at]) };
}

async function waitsFor(deps: Deps, state: ReleaseState, person: PersonId): Promise<boolean> {
  const policy = deps.policies.lane(state.model, state.environment);
  if (state.phase !== 'review' || policy === null) return false;
  return fills(deps, policy, state, person);
}

async function fills(
  deps: Deps,
  policy: LanePolicy,
  { evidence, approvals }: ReleaseState,
  person: PersonId,
): Promise<boolean> {
  if (evidence === null || approvals.some((one) => one.person === person)) return false;
  const { requirements } = evidence;
  if (requirements.excluded.some((one) => one.person === person)) return false;
  const electorate = await electorateOf(deps.directory, policy, [person], 'cached');
  const vote = { person, groups: groupsOf(requirements, electorate, person) };
  return quorum(requirements, [...approvals, vote]).have > quorum(requirements, approvals).have;
}
