import { type Opening, openingOf } from './decide-open.ts';
import { isSame, refuseAlreadyLive, refuseTraining } from './decide-promote.ts';
import type { ReleaseEvent } from './event.ts';
import type { LaneFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import type { OpenRelease } from './lane-state.ts';
import { type Append, accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { refuseOutsider, refuseStranger } from './rights.ts';
import type { Phase } from './state.ts';
import { releaseStream } from './stream.ts';

const notStarted: readonly Phase[] = ['gathering', 'blocked', 'review', 'approved'];

/**
 * One person of the break-glass group lets a version in, with a reason: gates, approvals and the calendar are told and do not hold
 * it. A request for the same version that has not started gives way to it.
 */
export function decideBreakGlass(
  facts: LaneFacts,
  opening: Opening & { readonly by: { readonly kind: 'person' } },
): Decision {
  const open = facts.lane.open.filter((one) => one.kind === 'promotion' && isSame(facts, opening, one));
  const no = refuseBreakGlass(facts, opening.by.id, opening);
  if (no !== null) return refused(no);
  const busy = open.find(
    (one) => !notStarted.includes(one.phase) || facts.others.get(one.release)?.breakGlass === true,
  );
  if (busy !== undefined) return accepted({ kind: 'already-open', release: busy.release, phase: busy.phase });
  const event = openingOf(facts, opening, 'promotion', { alone: false, undoes: null });
  return accepted(
    { kind: 'opened', release: opening.id },
    { stream: releaseStream(opening.id), events: [{ ...event, breakGlass: true }] },
    ...open.map((one) => givingWay(one, opening)),
  );
}

function givingWay({ release }: OpenRelease, { id, source }: Opening): Append {
  const event: ReleaseEvent = { kind: 'superseded', v: 1, release: id, version: source };
  return { stream: releaseStream(release), events: [event] };
}

function refuseBreakGlass(facts: LaneFacts, by: PersonId, opening: Opening): Refusal | null {
  const { policy } = facts;
  const { reason } = opening;
  const stranger = refuseStranger(facts, by);
  if (stranger !== null) return stranger;
  if (policy.mode !== 'enforce') return { kind: 'not-enforced', mode: policy.mode };
  const who = policy.breakGlass;
  const outsider = refuseOutsider(facts, by, who, { kind: 'not-break-glass', who });
  if (outsider !== null) return outsider;
  if (reason === null || reason.trim() === '') return { kind: 'reason-missing', verb: 'break-glass' };
  return refuseTraining(facts, opening) ?? refuseAlreadyLive(facts, opening);
}
