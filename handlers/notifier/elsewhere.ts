import type { Store } from '../../src/ports-store.ts';
import { laneKey } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import type { Around } from '../../src/release/view-shape.ts';

const decided: readonly ReleaseState['phase'][] = ['blocked', 'review', 'approved', 'executing', 'failed', 'watching'];

/** What was rolled back in the environments that a promotion came through, for as long as somebody may still decide on it. */
export async function elsewhere(
  store: Pick<Store, 'lane'>,
  { kind, phase, model, environment, training }: ReleaseState,
  path: readonly string[],
): Promise<Pick<Around, 'elsewhere'>> {
  const before = path.slice(0, Math.max(0, path.indexOf(environment)));
  if (kind !== 'promotion' || training === 'reuse' || before.length === 0 || !decided.includes(phase)) return {};
  const lanes = await Promise.all(before.map((one) => store.lane(laneKey(model, one))));
  return { elsewhere: before.map((one, at) => ({ environment: one, rolledBack: lanes[at]?.rolledBack ?? [] })) };
}
