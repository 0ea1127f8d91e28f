import type { PersonId } from '../ids.ts';
import type { LanePolicy, PrincipalRef } from '../lane-policy.ts';
import { type Answer, accepted, type Decision, type Refusal, refused } from '../outcome.ts';
import { refuseOutsider, refuseStranger } from '../rights.ts';
import type { IncidentFacts } from './facts.ts';
import { isOfAnother } from './over.ts';
import type { IncidentState } from './state.ts';
import { appendOf, type Draft, tell, untold } from './telling.ts';

const minuteMs = 60_000;
const leastSnoozeMs = 15 * minuteMs;
const mostSnoozeMs = 24 * 60 * minuteMs;
/** Between the click and its being handled, and between two clocks. */
const slackMs = minuteMs;
const dismissedMs = 30 * 24 * 60 * minuteMs;

/** A person's word on one incident. */
export type OnIncident =
  | { readonly kind: 'acknowledge' | 'cancel-return' }
  /** `asked` is when they said so. */
  | { readonly kind: 'snooze'; readonly until: number; readonly asked: number }
  | { readonly kind: 'dismiss'; readonly reason: string };

/** Whom the policy lets acknowledge, snooze, dismiss and cancel: where it names nobody, whoever answers for the lane. */
export function mayOnIncident({ watching, owner, approvals, rollback }: LanePolicy): readonly PrincipalRef[] {
  if (watching.may.length > 0) return watching.may;
  const approvers = approvals === 'none' ? [] : approvals.flatMap((rule) => rule.from);
  return [...new Set([...owner, ...approvers, ...rollback.onCall])];
}

/** What a person may do about an incident, or why not. Pure. */
export function decideOnIncident(facts: IncidentFacts, state: IncidentState, by: PersonId, word: OnIncident): Decision {
  const no = refuseIncident(facts, state, by, word.kind);
  return no === null ? decided(facts, state, by, word) : refused(no);
}

const verbs: Readonly<Record<OnIncident['kind'], string>> = {
  acknowledge: 'acknowledge',
  snooze: 'snooze',
  dismiss: 'say that it is no problem',
  'cancel-return': 'cancel the return',
};

function refuseIncident(
  facts: IncidentFacts,
  state: IncidentState,
  by: PersonId,
  kind: OnIncident['kind'],
): Refusal | null {
  const who = mayOnIncident(facts.policy);
  const notThem: Refusal = { kind: 'not-allowed', verb: verbs[kind], who };
  const outsider = refuseStranger(facts, by) ?? refuseOutsider(facts, by, who, notThem);
  if (outsider !== null) return outsider;
  return kind === 'cancel-return' ? refuseCancel(facts, state) : refuseOver(state);
}

function refuseOver({ phase, resolvedAt, dismissed, endedAt, lastAt }: IncidentState): Refusal | null {
  const at = { open: null, resolved: resolvedAt, dismissed: dismissed?.at ?? null, ended: endedAt }[phase];
  return phase === 'open' ? null : { kind: 'incident-over', phase, at: at ?? lastAt };
}

/** Whoever comes too late has to hear that something goes back, however the incident stands by then. */
function refuseCancel(facts: IncidentFacts, state: IncidentState): Refusal | null {
  const begun = state.answered.findLast(({ how }) => how === 'rollback');
  if (state.countdown !== null && !isOfAnother(state, facts.lane)) return null;
  return begun === undefined
    ? (refuseOver(state) ?? { kind: 'no-countdown' })
    : { kind: 'return-begun', release: begun.release };
}

function decided(facts: IncidentFacts, state: IncidentState, by: PersonId, word: OnIncident): Decision {
  const write = (answer: Answer, event: Draft) => {
    const teller = { now: facts.now, by: { kind: 'person' as const, id: by }, policy: facts.policy };
    return accepted(answer, appendOf(tell(untold(state), event, teller)));
  };
  const incident = state.id;
  switch (word.kind) {
    case 'acknowledge':
      return state.acknowledged === null
        ? write({ kind: 'acknowledged', incident }, { kind: 'incident-acknowledged' })
        : accepted({ kind: 'acknowledged', incident, before: state.acknowledged });
    case 'snooze':
      return isBound(word)
        ? write({ kind: 'snoozed', incident, until: word.until }, { kind: 'incident-snoozed', until: word.until })
        : refused({ kind: 'snooze-bounds' });
    case 'dismiss': {
      const reason = word.reason.trim();
      const until = facts.now + dismissedMs;
      return reason === ''
        ? refused({ kind: 'reason-missing', verb: '“not a problem”' })
        : write({ kind: 'dismissed', incident, until }, { kind: 'incident-dismissed', reason, until });
    }
    case 'cancel-return':
      return write({ kind: 'return-cancelled', incident }, { kind: 'countdown-cancelled' });
  }
}

function isBound({ until, asked }: Extract<OnIncident, { kind: 'snooze' }>): boolean {
  return until - asked >= leastSnoozeMs - slackMs && until - asked <= mostSnoozeMs + slackMs;
}
