import type { Store } from '../../src/ports-store.ts';
import { trains } from '../../src/release/plan.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import type { Around } from '../../src/release/view-shape.ts';

const mostReleases = 10;

/** How long the last training in the lane of a release took, where this one is still to train; nothing where nobody knows. */
export async function lastTraining(
  store: Pick<Store, 'history' | 'releases'>,
  state: ReleaseState,
): Promise<Pick<Around, 'lastTrainingMs'>> {
  if (!trains(state) || state.execution !== null) return {};
  const before = await store.releases(await store.history(state.lane, mostReleases));
  const [last] = [...before.values()]
    .flatMap(({ execution }) => (execution === null ? [] : [{ execution, tookMs: tookMs(execution.steps) }]))
    .filter(({ tookMs: took }) => took !== null)
    .sort((a, b) => b.execution.startedAt - a.execution.startedAt);
  return last?.tookMs == null ? {} : { lastTrainingMs: last.tookMs };
}

function tookMs(steps: NonNullable<ReleaseState['execution']>['steps']): number | null {
  return steps.find(({ kind, status }) => kind === 'await-training' && status === 'done')?.tookMs ?? null;
}
