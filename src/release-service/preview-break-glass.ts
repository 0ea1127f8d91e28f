import { gatesOf } from '../gates/table.ts';
import type { Asked, BreakGlassPreview, VersionAsked } from '../ports-releases.ts';
import { decideBreakGlass } from '../release/decide-break-glass.ts';
import type { PersonId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { LiveVersion } from '../release/lane-state.ts';
import type { PauseCause } from '../release/scope-event.ts';
import { readChampion } from './champion-seen.ts';
import type { Deps } from './deps.ts';
import { found, no } from './resolve.ts';
import { wishOf } from './wish.ts';

/** Where nobody knows what is live, not even this may move it. */
const alwaysHold: readonly PauseCause[] = ['log-behind', 'outside-move'];

/** What breaking the glass for this version would skip; refused as the request itself would be. */
export async function previewBreakGlass(
  deps: Deps,
  asked: VersionAsked,
  person: PersonId,
  reason: string,
): Promise<Asked<BreakGlassPreview>> {
  const wish = await wishOf(deps, asked, person);
  if (wish.kind === 'refused') return wish;
  const { facts, opening } = wish.found;
  const { policy, pauses, lane } = facts;
  const decision = decideBreakGlass(facts, { ...opening, by: { kind: 'person', id: person }, reason });
  if (decision.kind === 'refused') return no(decision.refusal);
  const holds = pauses.filter(({ cause }) => alwaysHold.includes(cause));
  return found({
    model: policy.model,
    environment: policy.environment,
    version: opening.source,
    from: policy.source.environment,
    live: lane.live ?? (lane.since === null ? await foundLive(deps, policy) : null),
    gates: gatesOf(policy.gates.filter(({ mode }) => mode?.kind !== 'off')).map(({ label }) => label),
    approvals: policy.approvals,
    skips: opening.neverLiveIn ?? null,
    skipped: pauses.filter((pause) => !holds.includes(pause)),
    holding: holds,
  });
}

/** Nobody has looked at this lane yet: what the registry calls champion there was before Signalbox. */
async function foundLive(deps: Deps, policy: LanePolicy): Promise<LiveVersion | null> {
  const version = await readChampion(deps, policy);
  return version === null ? null : { version, release: null, since: deps.clock(), standing: 'baseline' };
}
