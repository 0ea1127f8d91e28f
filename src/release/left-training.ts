import { accepted, type Decision, refused } from './outcome.ts';
import type { ReleaseState } from './state.ts';
import { releaseStream } from './stream.ts';

/**
 * True while a training may still go on that nobody waits for any more: its release was stopped for a rollback, which waits for no
 * trainer. Signalbox ends it all the same.
 */
export function leavesTraining({ ended, execution }: Pick<ReleaseState, 'ended' | 'execution'>): boolean {
  if (ended?.event.kind !== 'stopped' || ended.event.handedTo === null || execution === null) return false;
  const status = (kind: 'start-training' | 'await-training') =>
    execution.steps.find((step) => step.kind === kind)?.status ?? 'pending';
  const ending = execution.undo.some(({ kind, status }) => kind === 'start-training' && status === 'done');
  return status('start-training') !== 'pending' && status('await-training') !== 'done' && !ending;
}

/** The training that was left has ended. */
export function decideTrainingEnded(state: ReleaseState, already: boolean, now: number): Decision {
  if (!leavesTraining(state)) return refused({ kind: 'step-not-ours' });
  const tookMs = Math.max(0, now - (state.ended?.at ?? now));
  const step = { step: 'start-training' as const, direction: 'undo' as const, attempt: 1 };
  return accepted(
    { kind: 'noted' },
    {
      stream: releaseStream(state.id),
      events: [{ kind: 'step-finished', v: 1, ...step, tookMs, already, version: null, bytes: null }],
    },
  );
}
