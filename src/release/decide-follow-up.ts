import type { ReleaseCommand, WorkerCommand } from './command.ts';
import type { ReleaseEvent } from './event.ts';
import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import type { LanePolicy, PrincipalRef } from './lane-policy.ts';
import { accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { membersOf } from './people.ts';
import { personOf, refuseOutsider, refuseStranger } from './rights.ts';
import type { FollowUp, ReleaseState } from './state.ts';
import { releaseStream } from './stream.ts';
import { afterWorkingDays } from './working-days.ts';

const reviewWithinDays = 2;

/** What one person did alone has to be looked at by another: said together with its going live, at most one for a release. */
export function followUpOf({ state, policy, now }: ReleaseFacts): readonly ReleaseEvent[] {
  const why = actedAlone(state);
  if (why === null || state.followUp !== null) return [];
  const zone = policy.calendar[0]?.zone ?? 'UTC';
  return [{ kind: 'follow-up-opened', v: 1, why, dueAt: afterWorkingDays(now, reviewWithinDays, zone) }];
}

/** A rule is nobody: whoever resumes promotions after it has looked. */
function actedAlone({ kind, alone, breakGlass, opened }: ReleaseState): FollowUp['why'] | null {
  if (breakGlass) return 'break-glass';
  return kind === 'rollback' && alone && opened.by.kind === 'person' ? 'on-call-rollback' : null;
}

/** Anybody who answers for the lane, but for the one who acted, says what they found. */
export function decideCloseFollowUp(
  facts: ReleaseFacts,
  by: PersonId,
  command: Extract<ReleaseCommand, { kind: 'close-follow-up' }>,
): Decision {
  const { state } = facts;
  const no = refuseClosing(facts, by);
  if (no !== null) return refused(no);
  if (command.note.trim() === '') return refused({ kind: 'reason-missing', verb: 'close-review' });
  return written(state, { kind: 'follow-up-closed', v: 1, note: command.note });
}

/** Tells those who can close it that it is overdue, once. */
export function decideFollowUpDue(
  { state, now }: ReleaseFacts,
  command: Extract<WorkerCommand, { kind: 'follow-up-due' }>,
): Decision {
  if (!isOverdue(state, now)) return accepted({ kind: 'unchanged' });
  const event: ReleaseEvent = { kind: 'follow-up-overdue', v: 1, people: [...command.people] };
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events: [event] });
}

/** Nobody has looked at it in time, and nobody was told so. */
export function isOverdue({ followUp }: ReleaseState, now: number): boolean {
  return followUp !== null && followUp.closed === null && !followUp.overdueTold && now >= followUp.dueAt;
}

/** Approvers, owner, on-call and the break-glass group: whoever answers for the lane may look at what one of them did. */
export function closersOf({ approvals, rollback, owner, breakGlass }: LanePolicy): readonly PrincipalRef[] {
  const rules = [...(approvals === 'none' ? [] : approvals), ...rollback.approvals];
  return [...new Set([...rules.flatMap((rule) => rule.from), ...owner, ...rollback.onCall, ...breakGlass])];
}

/** The active members among them, without the one who acted. */
export function whoMayClose({
  policy,
  electorate,
  state,
}: Pick<ReleaseFacts, 'policy' | 'electorate' | 'state'>): readonly PersonId[] {
  const actor = state.followUp === null ? null : personOf(state.followUp.by);
  return [...membersOf(electorate, closersOf(policy))].filter((id) => id !== actor).sort();
}

function refuseClosing(facts: ReleaseFacts, by: PersonId): Refusal | null {
  const { state, policy } = facts;
  const stranger = refuseStranger(facts, by);
  if (stranger !== null) return stranger;
  const { followUp } = state;
  if (followUp === null || followUp.closed !== null) return { kind: 'no-follow-up' };
  const canClose = closersOf(policy);
  if (personOf(followUp.by) === by) return { kind: 'own-follow-up', canClose };
  return refuseOutsider(facts, by, canClose, { kind: 'not-allowed', verb: 'close-review', who: canClose });
}

function written(state: ReleaseState, event: ReleaseEvent): Decision {
  return accepted(
    { kind: 'follow-up-closed', release: state.id },
    { stream: releaseStream(state.id), events: [event] },
  );
}
