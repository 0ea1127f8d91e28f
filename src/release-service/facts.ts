import type { StreamId } from '../release/event.ts';
import type { LaneFacts } from '../release/facts.ts';
import type { PersonId, ReleaseId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { pausesHere } from '../release/pausing.ts';
import type { Electorate } from '../release/people.ts';
import { emptyScope } from '../release/scope.ts';
import { environmentStream, laneStream, modelStream, releaseStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { electorateOf } from './electorate.ts';

/** Facts together with the lengths that an append decided on them expects. */
export interface Known {
  readonly facts: LaneFacts;
  readonly lengths: ReadonlyMap<StreamId, number>;
}

/** Nobody: for decisions that ask nobody. */
export const nobody: Electorate = { standing: new Map(), members: new Map(), unread: new Map() };

/** Everything that a decision about this lane may look at, as of now. */
export async function laneFacts(
  deps: Deps,
  policy: LanePolicy,
  also: readonly ReleaseId[],
  electorate: Electorate,
): Promise<Known> {
  const { store, clock } = deps;
  const streams = [laneStream(policy.lane), environmentStream(policy.environment), modelStream(policy.model)];
  const { lane, scopes, releases: others } = await store.around(policy.lane, streams, also);
  const now = clock();
  const [, environment = emptyScope, model = emptyScope] = scopes;
  const held = { lane: lane.pauses, environment: environment.pauses, model: model.pauses };
  const pauses = pausesHere(policy, held, now);
  const scopeLengths = streams.map((stream, at): [StreamId, number] => [stream, scopes[at]?.length ?? 0]);
  const releaseLengths = [...others.values()].map((one): [StreamId, number] => [releaseStream(one.id), one.length]);
  return {
    facts: { lane, policy, electorate, pauses, others, now },
    lengths: new Map([...scopeLengths, ...releaseLengths]),
  };
}

/** The same with who is who, read for the people who matter here. */
export async function laneFactsWithPeople(
  deps: Deps,
  policy: LanePolicy,
  people: readonly PersonId[],
  also: readonly ReleaseId[],
  fresh: 'cached' | 'fresh' = 'cached',
): Promise<Known> {
  const [known, electorate] = await Promise.all([
    laneFacts(deps, policy, also, nobody),
    electorateOf(deps.directory, policy, people, fresh),
  ]);
  return { ...known, facts: { ...known.facts, electorate } };
}
