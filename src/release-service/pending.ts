import type { Pending } from '../ports-releases.ts';
import { acceptingGroupsOf } from '../release/acceptance.ts';
import { available } from '../release/available.ts';
import { whoMayClose } from '../release/decide-follow-up.ts';
import type { PersonId, ReleaseId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { groupsOf, quorum } from '../release/quorum.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Deps } from './deps.ts';
import { electorateOf } from './electorate.ts';

/** What waits for somebody, oldest first: reviews that are owed, what this person could say yes to, and the rest. */
export async function pending(deps: Deps, person: PersonId): Promise<Pending> {
  const lanes = [...(await deps.store.lanes()).values()];
  const open = lanes.flatMap((lane) => lane.open.map((one) => one.release));
  const owed = lanes.flatMap((lane) => lane.followUps);
  const states = await deps.store.releases([...new Set([...open, ...owed])]);
  const waiting = oldestFirst(states, open).filter((state) => state.mode !== 'observe');
  const [yours, others] = await split(waiting, (state) => waitsFor(deps, state, person));
  const [first, later] = await split(oldestFirst(states, owed), (state) => mayClose(deps, state, person));
  const alerts = lanes.filter(({ incidents }) => incidents.some(({ phase }) => phase === 'open'));
  return { followUps: [...first, ...later], yours, others, alerts };
}

type States = readonly ReleaseState[];

function oldestFirst(states: ReadonlyMap<ReleaseId, ReleaseState>, ids: readonly ReleaseId[]): States {
  return ids.flatMap((id) => states.get(id) ?? []).sort((a, b) => a.opened.at - b.opened.at);
}

async function split(
  states: States,
  is: (state: ReleaseState) => Promise<boolean>,
): Promise<readonly [yes: States, no: States]> {
  const answers = await Promise.all(states.map(is));
  return [states.filter((_, at) => answers[at]), states.filter((_, at) => !answers[at])];
}

async function mayClose(deps: Deps, state: ReleaseState, person: PersonId): Promise<boolean> {
  const policy = deps.policies.lane(state.model, state.environment);
  if (policy === null) return false;
  const electorate = await electorateOf(deps.directory, policy, [person], 'cached');
  return whoMayClose({ policy, electorate, state }).includes(person);
}

async function waitsFor(deps: Deps, state: ReleaseState, person: PersonId): Promise<boolean> {
  const policy = deps.policies.lane(state.model, state.environment);
  if (policy === null) return false;
  const verbs = available(state);
  if (verbs.includes('accept-verdicts')) return mayAccept(deps, policy, state, person);
  return verbs.includes('approve-with-note') && fills(deps, policy, state, person);
}

/** What could not be told waits for those who may let it pass. */
async function mayAccept(
  deps: Deps,
  policy: LanePolicy,
  { evidence }: ReleaseState,
  person: PersonId,
): Promise<boolean> {
  if (evidence === null || evidence.requirements.excluded.some((one) => one.person === person)) return false;
  const electorate = await electorateOf(deps.directory, policy, [person], 'cached');
  return acceptingGroupsOf(evidence.requirements, electorate, person).length > 0;
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
