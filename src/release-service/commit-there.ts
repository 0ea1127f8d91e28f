import { ReleaseError } from '../errors.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { askingMs, type Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import { commitsOf } from './trained-at.ts';

/** The commit that a version's run names in its own registry; null when it names none, or cannot be asked. */
export async function commitThere({ registries, clock }: Deps, lane: LanePolicy, version: Version) {
  const call = { deadline: clock() + askingMs };
  try {
    const registry = registryOf(registries, lane.registry);
    const notes = await registry.versions(lane.registeredName, call);
    const [known] = await commitsOf(
      registry,
      notes.filter((note) => note.version === version),
      call,
    );
    return known?.commit ?? null;
  } catch (error) {
    if (error instanceof ReleaseError) return null;
    throw error;
  }
}
