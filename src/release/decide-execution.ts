import type { ReleaseCommand } from './command.ts';
import { followUpOf } from './decide-follow-up.ts';
import type { ReleaseEvent } from './event.ts';
import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import { type Answer, accepted, type Decision, refused } from './outcome.ts';
import { championIs, touchedLive } from './plan.ts';
import { refusePhase } from './refuse-phase.ts';
import { refuseOwnerVerb } from './rights.ts';
import { releaseStream } from './stream.ts';

/** Stop: the running step ends, then what was done is taken back. */
export function decideStop(facts: ReleaseFacts, by: PersonId): Decision {
  const no = refuseOwnerVerb(facts, by, 'stop') ?? refusePhase(facts, 'stop', ['executing']);
  if (no !== null) return refused(no);
  const { execution, id } = facts.state;
  if (execution === null || execution.stop !== null || execution.putBack !== null)
    return refused({ kind: 'stop-waits' });
  return write(
    facts,
    { kind: 'stopping', release: id, liveTouched: touchedLive(execution) },
    {
      kind: 'stop-requested',
      v: 1,
      forRollback: null,
    },
  );
}

/** Retry: the failed step is tried again at once. */
export function decideRetry(facts: ReleaseFacts, by: PersonId): Decision {
  const no = refuseFailed(facts, by, 'retry');
  return no ?? write(facts, { kind: 'retrying', release: facts.state.id }, { kind: 'retry-requested', v: 1 });
}

/** Put vN back: everything that was done is taken back, the lane is free afterwards. */
export function decidePutBack(facts: ReleaseFacts, by: PersonId): Decision {
  const no = refuseFailed(facts, by, 'put back');
  const to = facts.state.execution?.targets.champion.from ?? null;
  return (
    no ?? write(facts, { kind: 'putting-back', release: facts.state.id, to }, { kind: 'put-back-requested', v: 1 })
  );
}

/** Abandon: the lane is given up as it stands; somebody took it upon themselves, and says why. */
export function decideAbandon(
  facts: ReleaseFacts,
  by: PersonId,
  command: Extract<ReleaseCommand, { kind: 'abandon' }>,
): Decision {
  const no = refuseFailed(facts, by, 'abandon');
  if (no !== null) return no;
  if (command.reason.trim() === '') return refused({ kind: 'reason-missing', verb: 'abandon' });
  return write(
    facts,
    { kind: 'abandoned', release: facts.state.id },
    { kind: 'abandoned', v: 1, reason: command.reason },
    ...(staysLive(facts) ? followUpOf(facts) : []),
  );
}

/** What one person alone made live is looked at by another, also where its execution never came to its end. */
function staysLive({ state: { execution } }: ReleaseFacts): boolean {
  return execution !== null && ['moving', 'moved'].includes(championIs(execution));
}

function refuseFailed(facts: ReleaseFacts, by: PersonId, verb: string): Decision | null {
  const no = refuseOwnerVerb(facts, by, 'stop') ?? refusePhase(facts, verb, ['failed']);
  return no === null ? null : refused(no);
}

function write(facts: ReleaseFacts, answer: Answer, ...events: readonly ReleaseEvent[]): Decision {
  return accepted(answer, { stream: releaseStream(facts.state.id), events });
}
