import type { Actor, Requirements } from './event.ts';
import type { LaneFacts, ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import type { MayVerb, PrincipalRef } from './lane-policy.ts';
import type { Refusal } from './outcome.ts';
import { membersOf } from './people.ts';

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
  return who === 'everybody' ? null : refuseOutsider(facts, person, who, { kind: 'not-allowed', verb, who });
}

/** Null for a member of one of these groups; `otherwise` for who is in none of them, if that can be known now. */
export function refuseOutsider(
  facts: Pick<LaneFacts, 'electorate'>,
  person: PersonId,
  groups: readonly PrincipalRef[],
  otherwise: Refusal,
): Refusal | null {
  if (membersOf(facts.electorate, groups).has(person)) return null;
  return perhapsIn(facts, groups) ? notFoundOut : otherwise;
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
  const excluded = refuseExcluded(facts, requirements, person, canApprove);
  if (excluded !== null) return excluded;
  return refuseOutsider(facts, person, canApprove, { kind: 'not-in-groups', canApprove });
}

const notFoundOut = { kind: 'not-a-member', standing: 'unknown' } as const;

/** Whether nobody can say now who is in these groups: then somebody who was not found in them is not told that they are not. */
function perhapsIn({ electorate }: Pick<LaneFacts, 'electorate'>, groups: readonly string[]): boolean {
  return groups.some((group) => electorate.unread.has(group));
}

/** Null when nothing that this person did keeps their word from counting. */
export function refuseExcluded(
  facts: Pick<ReleaseFacts, 'state'>,
  requirements: Requirements,
  person: PersonId,
  canApprove: readonly string[],
): Refusal | null {
  const excluded = requirements.excluded.find((one) => one.person === person);
  if (excluded?.why === 'requester' || isRequester(facts, person)) return { kind: 'own-request', canApprove };
  return excluded === undefined ? null : { kind: 'excluded', why: excluded.why, canApprove };
}

/** The groups whose people can say yes. */
export function namesOf(requirements: Requirements): readonly string[] {
  return [...new Set(requirements.rules.flatMap((rule) => rule.from))];
}

export function personOf(by: Actor): PersonId | null {
  return by.kind === 'person' ? by.id : null;
}

function isRequester(facts: Pick<ReleaseFacts, 'state'>, person: PersonId): boolean {
  return personOf(facts.state.opened.by) === person;
}
