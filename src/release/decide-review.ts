import type { ReleaseCommand } from './command.ts';
import type { ReleaseFacts } from './facts.ts';
import { type PersonId, shortDigest } from './ids.ts';
import { accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { groupsOf, quorum } from './quorum.ts';
import { refusePhase } from './refuse-phase.ts';
import { refuseDecider, refuseOwnerVerb, refuseStranger } from './rights.ts';
import type { Phase } from './state.ts';
import { releaseStream } from './stream.ts';

type CommandOf<K extends ReleaseCommand['kind']> = Extract<ReleaseCommand, { kind: K }>;

/** A yes counts once, from somebody the policy names, on exactly the evidence that their card showed. */
export function decideApprove(facts: ReleaseFacts, by: PersonId, command: CommandOf<'approve'>): Decision {
  const no = refuseVote(facts, by, command);
  if (no !== null) return refused(no);
  const { state } = facts;
  const evidence = evidenceOf(facts);
  const mine = state.approvals.find((one) => one.person === by);
  if (mine !== undefined) return refused({ kind: 'already-approved', at: mine.at });
  const groups = groupsOf(evidence.requirements, facts.electorate, by);
  const before = quorum(evidence.requirements, state.approvals);
  const after = quorum(evidence.requirements, [...state.approvals, { person: by, groups }]);
  if (after.have === before.have) {
    return refused({ kind: 'not-needed', canApprove: [...new Set(before.open.flatMap((seat) => seat.from))] });
  }
  return accepted(
    { kind: 'approved', release: state.id, have: after.have, need: after.need },
    {
      stream: releaseStream(state.id),
      events: [
        { kind: 'approved', v: 1, evidence: evidence.digest, groups: [...groups], note: command.note },
        ...(after.satisfied
          ? [
              {
                kind: 'review-completed' as const,
                v: 1 as const,
                automatic: false,
                people: [...state.approvals.map((one) => one.person), by],
              },
            ]
          : []),
      ],
    },
  );
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
  const wrong = refuseStranger(facts, by) ?? refusePhase(facts, command.kind, phases);
  if (wrong !== null) return wrong;
  const { digest, requirements } = evidenceOf(facts);
  const now = shortDigest(digest);
  if (command.evidence !== now) {
    return { kind: 'stale-evidence', shown: command.evidence, now, changes: state.voided.at(-1)?.changes ?? [] };
  }
  return refuseDecider(facts, requirements, by);
}

function evidenceOf({ state }: ReleaseFacts): NonNullable<ReleaseFacts['state']['evidence']> {
  if (state.evidence === null) throw new Error(`${state.id} is in ${state.phase} without evidence`);
  return state.evidence;
}
