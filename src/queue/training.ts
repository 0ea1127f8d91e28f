import type { Machinery } from '../ports-machinery.ts';
import type { Trainer, TrainingOrder, TrainingState } from '../ports-trainers.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import type { StepState } from '../release/state-execution.ts';

/** A training that this execution wants, has, or had, with what trains it. */
export interface Training {
  readonly trainer: Trainer;
  readonly order: TrainingOrder;
  /** The step that starts it: when it did, and under which ref. */
  readonly started: StepState;
}

/** Why there is none, in words for people. */
export interface NoTraining {
  readonly kind: 'refused';
  readonly code: string;
  readonly words: string;
}

/** The training of the newest attempt; a refusal where nothing trains here, or where nobody knows what. */
export function trainingOf(
  machinery: Pick<Machinery, 'trainer'>,
  policy: LanePolicy,
  release: ReleaseState,
): Training | NoTraining {
  const { execution, id, model, environment } = release;
  const trainer = machinery.trainer(policy);
  if (trainer === null)
    return {
      kind: 'refused',
      code: 'no_trainer',
      words: 'The policy names nothing that trains here. Add a trainer to it, then Retry.',
    };
  const commit = execution?.targets.commit;
  const started = execution?.steps.find(({ kind }) => kind === 'start-training');
  if (execution === null || started === undefined || commit === undefined)
    return { kind: 'refused', code: 'commit_unknown', words: 'Nobody knows which commit is to be trained.' };
  return { trainer, order: { release: id, attempt: execution.trainings, model, environment, commit }, started };
}

const ends: readonly TrainingState['kind'][] = ['succeeded', 'failed', 'cancelled', 'lost'];

export function hasEnded({ kind }: TrainingState): boolean {
  return ends.includes(kind);
}
