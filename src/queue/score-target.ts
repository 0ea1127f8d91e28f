import { ReleaseError } from '../errors.ts';
import { type TargetQuestion, targetScore } from '../release/incident/score-target.ts';
import type { IncidentState } from '../release/incident/state.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { measure } from './measure.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** How the version that a rollback would go to did on the same window; null where nobody knows: it holds nothing up. */
export async function scoredTarget(
  deps: WorkerDeps,
  policy: LanePolicy,
  { id }: IncidentState,
  question: TargetQuestion,
): Promise<ReturnType<typeof targetScore>> {
  const { check, target } = question;
  const until = question.until ?? deps.clock();
  try {
    return targetScore(question, await measure(deps, policy, check, { ...policy, version: target }, until), until);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const { code, details, cause } = error;
    deps.log.warn({ incident: id, target, code, details, cause }, 'the rollback target could not be scored');
    return null;
  }
}
