import { ReleaseError } from '../errors.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { decideTrainingEnded, leavesTraining } from '../release/left-training.ts';
import type { ReleaseState } from '../release/state.ts';
import { lease } from './lease.ts';
import { recordAlone } from './record.ts';
import { ended } from './started-work.ts';
import { trainingOf } from './training.ts';
import type { WorkerDeps } from './worker-deps.ts';

const endingMs = 20_000;

/** Ends the training of a release that a rollback took over from: whoever is late with it kept nobody waiting. */
export async function endLeft(
  deps: WorkerDeps,
  policy: LanePolicy,
  state: ReleaseState,
): Promise<'moved-on' | 'nothing-more'> {
  const training = leavesTraining(state) ? trainingOf(deps.outsiders, policy, state) : null;
  if (training === null || 'kind' in training) return 'nothing-more';
  try {
    const outcome = await ended(training, { lease: lease(deps.clock, deps.clock() + endingMs), now: deps.clock });
    if (outcome.kind === 'done')
      await recordAlone(deps, state, decideTrainingEnded(state, outcome.already, deps.clock()));
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const { code, details, cause } = error;
    deps.log.warn({ release: state.id, code, details, cause }, 'a training that was left could not be ended yet');
  }
  return 'nothing-more';
}
