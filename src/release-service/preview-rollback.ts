import type { Asked, RollbackPreview } from '../ports-releases.ts';
import { effectiveLive, effectiveTarget } from '../release/decide-live.ts';
import type { LaneFacts } from '../release/facts.ts';
import type { Version } from '../release/ids.ts';
import type { LiveVersion } from '../release/lane-state.ts';
import type { Deps } from './deps.ts';
import { laneFacts, nobody } from './facts.ts';
import { found, inPlace, lastLiveLane, no, resolveVersion } from './resolve.ts';

/** What a rollback asked for now would do; a named version need not be a trusted one. */
export async function previewRollback(
  deps: Deps,
  where: { readonly model: string; readonly environment: string | null },
  version: Version | null,
): Promise<Asked<RollbackPreview>> {
  const lane = await lastLiveLane(deps, where);
  if (lane.kind === 'refused') return lane;
  const { facts } = await laneFacts(deps, lane.found, [], nobody);
  const from = effectiveLive(facts);
  if (from === null) return no({ kind: 'nothing-live', model: lane.found.model });
  if (version !== null) {
    const known = await resolveVersion(deps, inPlace(lane.found), { kind: 'number', version });
    if (known.kind === 'refused') return known;
  }
  const to = version === null ? effectiveTarget(facts) : named(facts, version);
  if (to === null) return no({ kind: 'no-rollback-target', live: from.version });
  if (to.version === from.version) return no({ kind: 'already-live', version: from.version, since: from.since });
  const replacedBecause = from.release === null ? null : (facts.others.get(from.release)?.opened.reason ?? null);
  return found({ model: lane.found.model, environment: lane.found.environment, from, to, replacedBecause });
}

function named({ lane }: LaneFacts, version: Version): LiveVersion {
  return (
    lane.trusted.find((one) => one.version === version) ?? { version, release: null, since: 0, standing: 'outside' }
  );
}
