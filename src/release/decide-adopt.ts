import { alreadyOpen, openingOf, refuseUnreachable, rulesAtRequest } from './decide-open.ts';
import type { LaneFacts } from './facts.ts';
import type { PersonId, ReleaseId, Version } from './ids.ts';
import { accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { refuseVerb } from './rights.ts';
import { releaseStream } from './stream.ts';

/** A wish that reviewers look at what somebody made live outside. */
export interface Adopting {
  readonly id: ReleaseId;
  readonly by: { readonly kind: 'person'; readonly id: PersonId };
  readonly version: Version;
  readonly reason: string | null;
  readonly via?: string | undefined;
}

/** Opens an adoption of what is live and came from outside, or names the one that is open already. */
export function decideAdopt(facts: LaneFacts, adopting: Adopting): Decision {
  const { version } = adopting;
  const open = facts.lane.open.find((one) => one.kind === 'adoption' && one.sourceVersion === version);
  if (open !== undefined) return alreadyOpen(open);
  const no = refuseAdopt(facts, adopting);
  if (no !== null) return refused(no);
  const opening = { ...adopting, source: version };
  const event = openingOf(facts, opening, 'adoption', { alone: false, undoes: null });
  return accepted({ kind: 'opened', release: adopting.id }, { stream: releaseStream(adopting.id), events: [event] });
}

function refuseAdopt(facts: LaneFacts, { by, version }: Adopting): Refusal | null {
  const { policy } = facts;
  const verb = refuseVerb(facts, by.id, 'request');
  if (verb !== null) return verb;
  if (policy.mode !== 'enforce') return { kind: 'not-enforced', mode: policy.mode };
  return refuseNotOutside(facts, version) ?? refuseUnreachable(facts, rulesAtRequest(policy.approvals, by.id));
}

/** Adopted is only what is live, and what nobody let in. */
function refuseNotOutside({ lane: { live } }: LaneFacts, asked: Version): Refusal | null {
  if (live?.version !== asked) return { kind: 'adopt-differs', live: live?.version ?? null, asked };
  return live.standing === 'outside' ? null : { kind: 'nothing-to-adopt', version: asked };
}
