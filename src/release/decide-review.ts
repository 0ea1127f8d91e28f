import { boxesFor } from './checklist.ts';
import type { ReleaseCommand } from './command.ts';
import type { ReleaseEvent } from './event.ts';
import { evidenceOf, refuseStale } from './evidence-of.ts';
import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import { accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { pauseOn } from './pause-words.ts';
import { groupsOf, quorum } from './quorum.ts';
import { refusePhase } from './refuse-phase.ts';
import { refuseDecider, refuseOwnerVerb, refuseStranger } from './rights.ts';
import type { Phase } from './state.ts';
import { releaseStream } from './stream.ts';

type CommandOf<K extends ReleaseCommand['kind']> = Extract<ReleaseCommand, { kind: K }>;

/** A yes counts once, from somebody the policy names, on exactly the evidence that their card showed. */
export function decideApprove(facts: ReleaseFacts, by: PersonId, command: CommandOf<'approve'>): Decision {
  const no = refuseApprove(facts, by, command);
  if (no !== null) return refused(no);
  const { state } = facts;
  const { digest, requirements } = evidenceOf(state);
  const groups = groupsOf(requirements, facts.electorate, by);
  const boxes = boxesFor(requirements, groups);
  const checked = boxes.filter((box) => command.checked?.includes(box));
  const missing = boxes.filter((box) => !checked.includes(box));
  if (missing.length > 0) return refused({ kind: 'checklist-missing', missing });
  const { have, need, satisfied } = quorum(requirements, [...state.approvals, { person: by, groups }]);
  const yes: ReleaseEvent = {
    kind: 'approved',
    v: 1,
    evidence: digest,
    groups: [...groups],
    note: command.note,
    ...(checked.length === 0 ? {} : { checked }),
  };
  const people = [...state.approvals.map((one) => one.person), by];
  const complete: ReleaseEvent = { kind: 'review-completed', v: 1, automatic: false, people };
  return accepted(
    { kind: 'approved', release: state.id, have, need },
    { stream: releaseStream(state.id), events: satisfied ? [yes, complete] : [yes] },
  );
}

function refuseApprove(facts: ReleaseFacts, by: PersonId, command: CommandOf<'approve'>): Refusal | null {
  const no = refuseVote(facts, by, command);
  if (no !== null) return no;
  const { state, electorate, pauses } = facts;
  const mine = state.approvals.find((one) => one.person === by);
  if (mine !== undefined) return { kind: 'already-approved', at: mine.at };
  const pause = pauseOn(state, pauses);
  if (pause !== null) return { kind: 'lane-paused', words: pause.words, until: pause.until };
  const { requirements } = evidenceOf(state);
  const before = quorum(requirements, state.approvals);
  const groups = groupsOf(requirements, electorate, by);
  const after = quorum(requirements, [...state.approvals, { person: by, groups }]);
  if (after.have > before.have) return null;
  return { kind: 'not-needed', canApprove: [...new Set(before.open.flatMap((seat) => seat.from))] };
}

/** A no ends the release, with its reason; it has to come from somebody whose yes would count. */
export function decideReject(facts: ReleaseFacts, by: PersonId, command: CommandOf<'reject'>): Decision {
  const no = refuseVote(facts, by, command);
  if (no !== null) return refused(no);
  if (command.reason.trim() === '') return refused({ kind: 'reason-missing', verb: 'reject' });
  return accepted(
    { kind: 'rejected', release: facts.state.id },
    { stream: releaseStream(facts.state.id), events: [{ kind: 'rejected', v: 1, reason: command.reason }] },
  );
}

/** Before execution, the requester or whom the policy names takes a request back. */
export function decideWithdraw(facts: ReleaseFacts, by: PersonId, command: CommandOf<'withdraw'>): Decision {
  const no =
    refuseOwnerVerb(facts, by, 'withdraw') ??
    refusePhase(facts, 'withdraw', ['gathering', 'blocked', 'review', 'approved']);
  if (no !== null) return refused(no);
  return accepted(
    { kind: 'withdrawn', release: facts.state.id },
    { stream: releaseStream(facts.state.id), events: [{ kind: 'withdrawn', v: 1, reason: command.reason }] },
  );
}

/** Looking again writes nothing down: what is found will. */
export function decideCheckAgain(facts: ReleaseFacts, by: PersonId): Decision {
  const no =
    refuseStranger(facts, by) ?? refusePhase(facts, 'check again', ['gathering', 'blocked', 'review', 'approved']);
  return no === null ? accepted({ kind: 'checking-again', release: facts.state.id }) : refused(no);
}

function refuseVote(facts: ReleaseFacts, by: PersonId, command: CommandOf<'approve' | 'reject'>): Refusal | null {
  const { state } = facts;
  const phases: readonly Phase[] = command.kind === 'approve' ? ['review'] : ['review', 'approved'];
  const wrong = refuseStranger(facts, by) ?? refusePhase(facts, command.kind, phases) ?? refuseStale(state, command);
  return wrong ?? refuseDecider(facts, evidenceOf(state).requirements, by);
}
