import type { Requirements } from './event.ts';
import { blocks, type Findings, mayBeAccepted, type Verdict } from './evidence.ts';
import { type Electorate, membersOf } from './people.ts';
import type { Acceptance, ReleaseState } from './state.ts';

/** Verdicts that still keep a version from review: those that block and that nobody accepted. One that failed is never accepted. */
export function openVerdicts(
  { verdicts }: Findings,
  accepted: readonly Pick<Acceptance, 'gates'>[],
): readonly Verdict[] {
  const gates = new Set(accepted.flatMap((one) => one.gates));
  return verdicts.filter((verdict) => blocks(verdict) && !(mayBeAccepted(verdict) && gates.has(verdict.gate)));
}

/** Those of them that somebody may let pass with a reason. */
export function acceptableVerdicts({
  evidence,
  accepted,
}: Pick<ReleaseState, 'evidence' | 'accepted'>): readonly Verdict[] {
  return evidence === null ? [] : openVerdicts(evidence.findings, accepted).filter(mayBeAccepted);
}

/** The groups whose people may accept: those of the rules marked `required`. */
export function acceptingGroups({ rules }: Requirements): readonly string[] {
  return [...new Set(rules.filter((rule) => rule.required).flatMap((rule) => rule.from))];
}

/** Which of these groups a person belongs to now. */
export function acceptingGroupsOf(
  requirements: Requirements,
  electorate: Electorate,
  person: Acceptance['person'],
): readonly string[] {
  return acceptingGroups(requirements).filter((group) => membersOf(electorate, [group]).has(person));
}
