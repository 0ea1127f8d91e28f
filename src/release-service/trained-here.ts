import { ReleaseError } from '../errors.ts';
import type { Store } from '../ports-store.ts';
import type { Requirements } from '../release/event.ts';
import type { Metric, Verdict, VersionFacts } from '../release/evidence.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { isForReview, trains } from '../release/plan.ts';
import type { ReleaseState } from '../release/state.ts';
import { bandsOf, type Deviation, deviations, deviationWords } from '../release/tolerance.ts';

/** What reviewers saw before this release trained, and how far what it trained lies from that. */
export interface SinceReviewed {
  readonly metrics: readonly Metric[];
  readonly deviations: readonly Deviation[];
}

/** Null for a release that has trained nothing, or that trained before anybody was asked. */
export async function sinceReviewed(
  store: Pick<Store, 'evidence'>,
  { id, kind, training, trained }: ReleaseState,
  { tolerance }: LanePolicy,
  named: readonly { readonly name: string }[],
  candidate: VersionFacts,
): Promise<SinceReviewed | null> {
  if (trained === null || isForReview({ kind, training })) return null;
  const reviewed = await store.evidence(trained.reviewed);
  if (reviewed === null) throw new ReleaseError('store_corrupt', { release: id, evidence: trained.reviewed });
  const { metrics } = reviewed.candidate;
  return { metrics, deviations: deviations(metrics, candidate.metrics, bandsOf(tolerance, named)) };
}

/** Beyond the band, people decide; where nobody is asked, it goes no further, however often the release is begun. */
export function bandVerdict(
  { breakGlass }: Pick<ReleaseState, 'breakGlass'>,
  { automatic }: Pick<Requirements, 'automatic'>,
  beyond: readonly Deviation[],
): readonly Verdict[] {
  if (beyond.length === 0 || !automatic || breakGlass) return [];
  const reason = `What was trained is not what was seen before: ${beyond.map(deviationWords).join('; ')}.`;
  const cure = 'Widen `tolerance` in the policy if that is right, or withdraw this request and ask again.';
  return [{ gate: 'tolerance', status: 'fail', reason, cure }];
}

/** A commit that nobody knows cannot be trained: the card says so before anybody is asked. */
export function commitVerdict(state: ReleaseState, { version, run }: VersionFacts): readonly Verdict[] {
  if (!trains(state) || isWhole(run?.commit ?? null)) return [];
  const reason = run?.commit
    ? `The run of v${version} names the commit \`${run.commit.slice(0, 40)}\`, which is no whole one.`
    : `The run of v${version} names no commit, so nobody knows what to train.`;
  const cure = 'Register a version whose run has the tag `mlflow.source.git.commit`, all 40 characters of it.';
  return [{ gate: 'commit', status: 'missing', reason, cure }];
}

function isWhole(commit: string | null): boolean {
  return commit !== null && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit);
}
