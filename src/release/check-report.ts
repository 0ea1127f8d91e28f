import type { Requirements } from './event.ts';
import type { Findings, Verdict } from './evidence.ts';
import type { PersonId, Version } from './ids.ts';
import type { PolicyMode } from './lane-policy.ts';
import type { LiveVersion, Pause } from './lane-state.ts';
import type { Refusal } from './outcome.ts';
import type { ReleaseState } from './state.ts';

/** What would happen to a version if it were asked for now. */
export interface CheckReport {
  readonly model: string;
  readonly environment: string;
  /** In the registry that a promotion to the environment starts from, which `from` names; of a run the number that it would get. */
  readonly version: Version;
  readonly from: string;
  /** Why it cannot be judged yet, in words: its run is still going; null when it was judged. */
  readonly notYet: string | null;
  readonly verdicts: readonly Verdict[];
  /** Null when it was not judged. */
  readonly requirements: Requirements | null;
  /** Who could say yes, rule by rule: active members whom nothing excludes. */
  readonly approvers: readonly { readonly rule: Requirements['rules'][number]; readonly people: readonly PersonId[] }[];
  /** Groups that could not be read now, so that nobody knows who is in them. */
  readonly unreachable: readonly string[];
  /** What would keep it waiting. */
  readonly pauses: readonly Pause[];
  /** The release of this version that is open here already. */
  readonly open: ReleaseState | null;
  readonly live: LiveVersion | null;
  readonly findings: Findings | null;
  /** Why it would not even be opened. */
  readonly wouldOpen: Refusal | null;
  readonly mode: PolicyMode;
}
