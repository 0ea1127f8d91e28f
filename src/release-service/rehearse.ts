import type { Delivery, Request } from '../release/command.ts';
import { effectiveTarget } from '../release/decide-live.ts';
import { refuseTarget } from '../release/decide-open.ts';
import type { LaneFacts } from '../release/facts.ts';
import type { PersonId, Version } from '../release/ids.ts';
import { accepted, type Decision, type Refusal, type RehearsedCheck, refused } from '../release/outcome.ts';
import { membersOf } from '../release/people.ts';
import { refuseVerb } from '../release/rights.ts';
import { laneStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { laneFactsWithPeople } from './facts.ts';
import { rehearsal } from './rehearsal.ts';
import { found, inPlace, lastLiveLane, resolveVersion } from './resolve.ts';
import { type Written, write } from './write.ts';

/** Asks for everything that a rollback would need, moves nothing, and keeps what it found. */
export async function rehearse(
  deps: Deps,
  delivery: Delivery,
  request: Extract<Request, { kind: 'rehearse' }>,
): Promise<Written> {
  const { by } = delivery;
  if (by.kind !== 'person') throw new Error('only people rehearse');
  const lane = await lastLiveLane(deps, request);
  if (lane.kind === 'refused') return lane;
  const before = await deps.store.wrote(delivery.id);
  if (before !== null && before.length > 0) return { kind: 'before', entries: before };
  const { facts } = await laneFactsWithPeople(deps, lane.found, [by.id], []);
  const refusal = refuseRehearsal(facts, by.id, request.version);
  if (refusal !== null) return { kind: 'refused', refusal };
  const known = await (request.version === null
    ? found(effectiveTarget(facts)?.version ?? null)
    : resolveVersion(deps, inPlace(lane.found), { kind: 'number', version: request.version }));
  if (known.kind === 'refused') return known;
  const checks = await rehearsal(deps, facts, known.found);
  return write(deps, { command: delivery.id, by }, async () => {
    const now = await laneFactsWithPeople(deps, lane.found, [by.id], []);
    return { decision: decideRehearsed(now.facts, by.id, known.found, checks), ...now, lane: now.facts.lane };
  });
}

function decideRehearsed(
  facts: LaneFacts,
  by: PersonId,
  target: Version | null,
  checks: readonly RehearsedCheck[],
): Decision {
  const no = refuseRehearsal(facts, by, target);
  if (no !== null) return refused(no);
  const { lane } = facts.lane;
  return accepted(
    { kind: 'rehearsed', lane, target, checks },
    { stream: laneStream(lane), events: [{ kind: 'rehearsed', v: 1, target, checks: [...checks] }] },
  );
}

/** Who may ask for a rollback may rehearse one: with the others, or alone. That there is no target is something to find out. */
function refuseRehearsal(facts: LaneFacts, by: PersonId, version: Version | null): Refusal | null {
  const { policy, electorate } = facts;
  if (policy.mode !== 'enforce') return { kind: 'not-enforced', mode: policy.mode };
  const onCall = membersOf(electorate, policy.rollback.onCall).has(by);
  const no = onCall ? null : refuseVerb(facts, by, 'request');
  const target = refuseTarget(facts, version ?? effectiveTarget(facts)?.version);
  return no ?? (target?.kind === 'no-rollback-target' ? null : target);
}
