import type { Actor, Requirements } from './event.ts';
import type { LaneFacts, ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import type { MayVerb } from './lane-policy.ts';
import type { Refusal } from './outcome.ts';
import { membersOf } from './people.ts';
import { groupsOf } from './quorum.ts';

/** Null for an active member of our workspace; otherwise why their word does not count. */
export function refuseStranger(facts: Pick<LaneFacts, 'electorate'>, person: PersonId): Refusal | null {
  const standing = facts.electorate.standing.get(person) ?? 'unknown';
  return standing === 'member' ? null : { kind: 'not-a-member', standing };
}

/** Null when the policy lets this person do this here. */
export function refuseVerb(
  facts: Pick<LaneFacts, 'electorate' | 'policy'>,
  person: PersonId,
  verb: MayVerb,
): Refusal | null {
  const stranger = refuseStranger(facts, person);
  if (stranger !== null) return stranger;
  const who = facts.policy.may[verb];
  if (who === 'everybody' || membersOf(facts.electorate, who).has(person)) return null;
  return { kind: 'not-allowed', verb, who };
}

/** The requester may always take their own request back. */
export function refuseOwnerVerb(facts: ReleaseFacts, person: PersonId, verb: MayVerb): Refusal | null {
  const { by } = facts.state.opened;
  const own = by.kind === 'person' && by.id === person;
  return own ? refuseStranger(facts, person) : refuseVerb(facts, person, verb);
}

/** Null when this person's yes or no counts on this release; rule 1. */
export function refuseDecider(facts: ReleaseFacts, requirements: Requirements, person: PersonId): Refusal | null {
  const stranger = refuseStranger(facts, person);
  if (stranger !== null) return stranger;
  const canApprove = namesOf(requirements);
  const excluded = requirements.excluded.find((one) => one.person === person);
  if (excluded?.why === 'requester' || isRequester(facts, person)) return { kind: 'own-request', canApprove };
  if (excluded !== undefined) return { kind: 'excluded', why: excluded.why, canApprove };
  return groupsOf(requirements, facts.electorate, person).length === 0 ? { kind: 'not-in-groups', canApprove } : null;
}

/** The groups whose people can say yes. */
export function namesOf(requirements: Requirements): readonly string[] {
  return [...new Set(requirements.rules.flatMap((rule) => rule.from))];
}

export function personOf(by: Actor): PersonId | null {
  return by.kind === 'person' ? by.id : null;
}

function isRequester(facts: ReleaseFacts, person: PersonId): boolean {
  return personOf(facts.state.opened.by) === person;
}
