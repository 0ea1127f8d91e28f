import type { ReleaseCommand, WorkerCommand } from './command.ts';
import type { ReleaseFacts } from './facts.ts';
import { accepted, type Decision, type Refusal, refused } from './outcome.ts';
import { refusePhase } from './refuse-phase.ts';
import type { ReleaseState } from './state.ts';
import { releaseStream } from './stream.ts';

/** What people may do to a release that is only advised on or observed. */
const harmless: readonly ReleaseCommand['kind'][] = ['check-again', 'withdraw'];

/** Null where this verb means something for this release: nothing is approved, and nothing moves, where nothing is enforced. */
export function refuseNotEnforced(
  { state }: Pick<ReleaseFacts, 'state'>,
  verb: ReleaseCommand['kind'],
): Refusal | null {
  if (state.mode === 'enforce' || harmless.includes(verb)) return null;
  return { kind: 'not-enforced', mode: state.mode };
}

/** Ends advice or observation: what it was about is live by somebody's hand, or the policy says something else now. */
export function decideConclude(facts: ReleaseFacts, command: Extract<WorkerCommand, { kind: 'conclude' }>): Decision {
  const { state, policy } = facts;
  const wrong = refusePhase(facts, 'conclude', ['gathering', 'blocked', 'review', 'approved']);
  if (wrong !== null) return refused(wrong);
  const { why, live } = command;
  if (!isOver(state, policy.mode, why)) return accepted({ kind: 'unchanged' });
  return accepted(
    { kind: 'noted' },
    { stream: releaseStream(state.id), events: [{ kind: 'concluded', v: 1, why, live, mode: policy.mode }] },
  );
}

function isOver({ mode }: ReleaseState, now: ReleaseState['mode'], why: 'went-live' | 'mode-changed'): boolean {
  return why === 'mode-changed' ? mode !== now : mode !== 'enforce';
}
