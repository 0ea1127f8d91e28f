import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Targets } from '../release/targets.ts';
import { askingMs } from '../release-service/deps.ts';
import { registryOf } from '../release-service/registry-of.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** The stage that the policy keeps in step, and who is in which before anything is written: what an undo puts back. */
export async function stagesBefore(
  deps: WorkerDeps,
  { stage }: Pick<LanePolicy, 'stage'>,
  { registry, name, version: ours }: Pick<ReleaseState, 'registry' | 'name' | 'version'>,
): Promise<Pick<Targets, 'stage' | 'stages'>> {
  if (stage === null) return {};
  const all = await registryOf(deps.registries, registry).versions(name, { deadline: deps.clock() + askingMs });
  if (all.some((one) => one.stage === undefined)) return { stage };
  const kept = all.filter((one) => one.stage === stage || one.version === ours);
  return { stage, stages: Object.fromEntries(kept.map((one) => [one.version, one.stage ?? 'None'])) };
}
