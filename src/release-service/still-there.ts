import { ReleaseError } from '../errors.ts';
import type { LaneFacts } from '../release/facts.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { askingMs, type Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';

/** The versions that the lane's registry has now; null where it does not answer, which keeps nobody from asking for a rollback. */
export async function versionsThere(deps: Deps, policy: LanePolicy): Promise<ReadonlySet<Version> | null> {
  const { registry, registeredName } = policy;
  try {
    const all = await registryOf(deps.registries, registry).versions(registeredName, {
      deadline: deps.clock() + askingMs,
    });
    return new Set(all.map(({ version }) => version));
  } catch (error) {
    if (error instanceof ReleaseError) return null;
    throw error;
  }
}

/** The same without trusted versions that were deleted since: nothing goes back to them, and on-call alone goes to the next. */
export function withoutGone(facts: LaneFacts, there: ReadonlySet<Version> | null): LaneFacts {
  if (there === null) return facts;
  const { lane } = facts;
  return { ...facts, lane: { ...lane, trusted: lane.trusted.filter(({ version }) => there.has(version)) } };
}
