import type { Registry } from '../ports.ts';
import type { Evidence, VersionFacts } from '../release/evidence.ts';
import type { ReleaseId, Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';

/** What is judged, and for whom. */
export interface Judging {
  readonly kind: Evidence['kind'];
  readonly policy: LanePolicy;
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts | null;
  /** Where the candidate's run is. */
  readonly source: Registry;
  /** Which registry numbers the version that was asked for: the one that promotions come from, or this environment's own. */
  readonly numbered: 'source' | 'here';
  /** Number, there, of the version whose commit was trained here as the candidate; left out, or null, where that is the candidate. */
  readonly from?: Version | null;
  /** Null when nobody asks for a release yet. */
  readonly release: ReleaseId | null;
  /** Right before an execution nobody's earlier answer counts. */
  readonly fresh: 'cached' | 'fresh';
  /** What becomes of an outage: it delays, or where gates hold nothing it is told in their place. */
  readonly outage: 'delays' | 'is-told';
}
