import type { Asked } from '../ports-releases.ts';
import { effectiveLive, effectiveTarget } from '../release/decide-live.ts';
import { refuseTarget } from '../release/decide-open.ts';
import type { LaneFacts } from '../release/facts.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { LiveVersion } from '../release/lane-state.ts';
import { personOf } from '../release/rights.ts';
import type { RollbackPreview } from '../release/rollback-preview.ts';
import { isLiveMove } from '../release/scope-event.ts';
import type { ReleaseState } from '../release/state.ts';
import { laneStream } from '../release/stream.ts';
import { commitThere } from './commit-there.ts';
import type { Deps } from './deps.ts';
import { laneFacts, nobody } from './facts.ts';
import { found, inPlace, lastLiveLane, no, resolveVersion } from './resolve.ts';
import { versionsThere, withoutGone } from './still-there.ts';

/** How many of a lane's releases are searched for who let the target in, and what replaced it. */
const mostReleases = 100;

/** What a rollback asked for now would do; a named version need not be a trusted one. */
export async function previewRollback(
  deps: Deps,
  where: { readonly model: string; readonly environment: string | null },
  version: Version | null,
): Promise<Asked<RollbackPreview>> {
  const lane = await lastLiveLane(deps, where);
  if (lane.kind === 'refused') return lane;
  const [{ facts: logged }, there] = await Promise.all([
    laneFacts(deps, lane.found, [], nobody),
    versionsThere(deps, lane.found),
  ]);
  const facts = withoutGone(logged, there);
  const to = version === null ? effectiveTarget(facts) : named(facts, version);
  const refusal = refuseTarget(facts, to?.version);
  if (to === null || refusal !== null) return no(refusal ?? { kind: 'no-rollback-target', live: null });
  if (version !== null && there?.has(version) !== true) {
    const known = await resolveVersion(deps, inPlace(lane.found), { kind: 'number', version });
    if (known.kind === 'refused') return known;
  }
  return found(await previewOf(deps, facts, to));
}

async function previewOf(deps: Deps, facts: LaneFacts, to: LiveVersion): Promise<RollbackPreview> {
  const { policy } = facts;
  const ids = await deps.store.history(policy.lane, mostReleases);
  const releases = [...(await deps.store.releases(ids)).values()];
  const brought = releases.find(({ id }) => id === to.release) ?? null;
  const trains = policy.pattern === 'deploy-code' && policy.trainer !== null;
  return {
    model: policy.model,
    environment: policy.environment,
    from: effectiveLive(facts),
    to,
    letIn: brought === null ? null : letIn(brought),
    replaced: await replacedBy(deps, facts, to, releases),
    retrain: trains ? await retraining(deps, policy, to, brought) : null,
    alone: to.version === effectiveTarget(facts)?.version ? policy.rollback.onCall : [],
    approvals: policy.rollback.approvals,
  };
}

/** By which commit it could be trained once more: as the log has it, or for what was there before the log, as its run does. */
async function retraining(
  deps: Deps,
  policy: LanePolicy,
  { version }: LiveVersion,
  brought: ReleaseState | null,
): Promise<RollbackPreview['retrain']> {
  const told = brought?.trained?.commit ?? brought?.evidence?.findings.commit ?? null;
  const commit = told ?? (await commitThere(deps, policy, version));
  return commit === null ? null : { commit };
}

function letIn({ execution, breakGlass, alone, opened }: ReleaseState): NonNullable<RollbackPreview['letIn']> {
  const by = personOf(opened.by);
  if (breakGlass || alone) return by === null ? { people: [], how: 'return' } : { people: [by], how: 'alone' };
  const people = execution?.approvedBy ?? [];
  return { people, how: people.length === 0 ? 'automatic' : 'approved' };
}

/** The last thing that went live over it: a release of ours, or somebody's hand. */
async function replacedBy(
  { store }: Deps,
  { lane }: LaneFacts,
  { version }: LiveVersion,
  releases: readonly ReleaseState[],
): Promise<RollbackPreview['replaced']> {
  const entries = await store.load(laneStream(lane.lane));
  const byHand = entries.flatMap(({ at, event }) =>
    event.kind === 'moved-outside' && isLiveMove(event) && event.from === version
      ? [{ by: event.to, at, because: null }]
      : [],
  );
  const byUs = releases.flatMap(({ live, opened }) =>
    live?.replaced === version ? [{ by: live.version, at: live.at, because: opened.reason }] : [],
  );
  return [...byHand, ...byUs].toSorted((a, b) => b.at - a.at)[0] ?? null;
}

function named({ lane }: LaneFacts, version: Version): LiveVersion {
  return (
    lane.trusted.find((one) => one.version === version) ?? { version, release: null, since: 0, standing: 'outside' }
  );
}
