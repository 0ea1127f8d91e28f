import type { Machinery } from '../ports-machinery.ts';
import type { Trainer } from '../ports-trainers.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import type { NoTraining, Training } from './training.ts';

/** The validation of the newest attempt; null where the policy asks for none (any more), a refusal where it cannot be asked for. */
export function validationOf(
  machinery: Pick<Machinery, 'validator'>,
  policy: LanePolicy,
  { id: release, model, environment, execution, evidence }: ReleaseState,
): Training | NoTraining | null {
  const trainer = machinery.validator(policy);
  const started = execution?.steps.find(({ kind }) => kind === 'start-validation');
  const version = execution?.targets.version ?? null;
  if (trainer === null || execution === null || started === undefined || version === null) return null;
  const commit = execution.targets.commit ?? evidence?.findings.commit ?? null;
  if (commit === null && !isAsked(trainer)) return commitUnknown(version);
  const { validations: attempt } = execution;
  const order = { release, attempt, model, environment, commit: commit ?? '', purpose: 'validate' as const, version };
  return { trainer, order, started };
}

/** Whether it is only asked: it runs no code of a commit, and nothing of it goes on between two questions. */
export function isAsked({ kind }: Pick<Trainer, 'kind'>): boolean {
  return kind === 'http';
}

function commitUnknown(version: string): NoTraining {
  return {
    kind: 'refused',
    code: 'commit_unknown',
    words: `The run of v${version} names no commit, and the validation runs code of that commit. Register it from a commit, or validate by http.`,
  };
}
