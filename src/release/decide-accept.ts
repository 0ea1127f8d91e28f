import { acceptableVerdicts, acceptingGroups, acceptingGroupsOf, openVerdicts } from './acceptance.ts';
import type { ReleaseCommand } from './command.ts';
import type { ReleaseEvent, Requirements } from './event.ts';
import { evidenceOf, refuseStale } from './evidence-of.ts';
import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import { fromNewer, onOlder } from './newer.ts';
import { accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { waitFirst } from './pause-words.ts';
import { refusePhase } from './refuse-phase.ts';
import { refuseExcluded, refuseOutsider, refuseStranger } from './rights.ts';
import { releaseStream } from './stream.ts';

type Accept = Extract<ReleaseCommand, { kind: 'accept-verdicts' }>;

/** What could not be compared or told passes on the word of somebody without whom nothing goes live, for exactly this evidence. */
export function decideAccept(facts: ReleaseFacts, by: PersonId, command: Accept): Decision {
  const no = refuseAccept(facts, by, command);
  if (no !== null) return refused(no);
  const { state, electorate } = facts;
  const { digest, requirements, findings } = evidenceOf(state);
  const gates = [...new Set(acceptableVerdicts(state).map((verdict) => verdict.gate))];
  const left = openVerdicts(findings, [...state.accepted, { gates }]).length;
  const unblocks = left === 0;
  const event: ReleaseEvent = {
    kind: 'verdicts-accepted',
    v: 1,
    evidence: digest,
    gates,
    groups: [...acceptingGroupsOf(requirements, electorate, by)],
    reason: command.reason,
    unblocks,
  };
  const events = unblocks ? [...waitFirst(facts), event, ...fromNewer(facts)] : [event];
  return accepted(
    { kind: 'verdicts-accepted', release: state.id, left },
    { stream: releaseStream(state.id), events },
    ...(unblocks ? onOlder(facts) : []),
  );
}

function refuseAccept(facts: ReleaseFacts, by: PersonId, command: Accept): Refusal | null {
  const { state } = facts;
  const wrong = refuseStranger(facts, by) ?? refusePhase(facts, 'accept', ['blocked']) ?? refuseStale(state, command);
  if (wrong !== null) return wrong;
  const { requirements, findings } = evidenceOf(state);
  if (acceptableVerdicts(state).length === 0) {
    return { kind: 'nothing-to-accept', blocking: openVerdicts(findings, state.accepted).map(({ gate }) => gate) };
  }
  const no = refuseAcceptor(facts, requirements, by);
  if (no !== null) return no;
  return command.reason.trim() === '' ? { kind: 'reason-missing', verb: 'accept' } : null;
}

function refuseAcceptor(facts: ReleaseFacts, requirements: Requirements, by: PersonId): Refusal | null {
  const canAccept = acceptingGroups(requirements);
  const excluded = refuseExcluded(facts, requirements, by, canAccept);
  if (excluded !== null) return excluded;
  return refuseOutsider(facts, by, canAccept, { kind: 'not-required-group', canAccept });
}
