import type { CheckReport } from './release/check-report.ts';
import type { Delivery, VersionRef } from './release/command.ts';
import type { Actor } from './release/event.ts';
import type { Evidence, VersionFacts } from './release/evidence.ts';
import type { Digest, PersonId, ReleaseId, Version } from './release/ids.ts';
import type { GateMode, LanePolicy, PolicyMode } from './release/lane-policy.ts';
import type { LaneState, LiveVersion, Pause } from './release/lane-state.ts';
import type { Answer, Refusal } from './release/outcome.ts';
import type { RollbackPreview } from './release/rollback-preview.ts';
import type { ReleaseState } from './release/state.ts';
import type { Traced } from './release/traced.ts';

/** What a request came to, with what its words need. */
export interface Reply {
  readonly outcome:
    | { readonly kind: 'answer'; readonly answer: Answer }
    | { readonly kind: 'refusal'; readonly refusal: Refusal };
  /** The release it is about, as it is now. */
  readonly release: ReleaseState | null;
  /** Where the release's card is, for "see the card". */
  readonly card: { readonly channel: string; readonly ts: string } | null;
}

/** One lane for `status`. */
export interface StatusRow {
  readonly model: string;
  readonly environment: string;
  readonly registry: string;
  readonly lane: LaneState;
  /** Own pauses and those of its environment and model, the calendar's among them. */
  readonly pauses: readonly Pause[];
  readonly mode: PolicyMode;
  /** When nothing moves here, as the policy says. */
  readonly calendar: LanePolicy['calendar'];
  readonly reevaluateMs: LanePolicy['reevaluateMs'];
}

/** What waits for somebody. What is only observed waits for nobody. */
export interface Pending {
  /** Went live on one person's word and still has to be looked at; those that this person may close come first. */
  readonly followUps: readonly ReleaseState[];
  /** Open releases whose next yes this person could give. */
  readonly yours: readonly ReleaseState[];
  readonly others: readonly ReleaseState[];
  /** Lanes with open alerts. */
  readonly alerts?: readonly LaneState[];
}

/** What was live at one moment, or that nobody can know: before Signalbox looked. */
export type LiveThen =
  | {
      readonly kind: 'live';
      readonly live: LiveVersion;
      readonly approvedBy: readonly PersonId[];
      /** One person's word was enough: how, whose, and who looked at it since. */
      readonly alone: {
        readonly how: 'break-glass' | 'on-call';
        readonly by: Actor;
        readonly reviewedBy: Actor | null;
      } | null;
      readonly evidence: Digest | null;
    }
  | { readonly kind: 'nothing-live' }
  | { readonly kind: 'unknown'; readonly since: number | null };

/** A version with what is known of it in every environment on the model's path. */
export interface VersionCard {
  readonly model: string;
  readonly environment: string;
  readonly facts: VersionFacts;
  readonly releases: readonly ReleaseState[];
}

/** What a trace begins with: what is live, one version, or a commit or tag. */
export interface TraceAsked {
  readonly model: string;
  readonly version: Version | null;
  readonly environment: string | null;
  readonly at: string | null;
}

export type Asked<T> =
  | { readonly kind: 'found'; readonly found: T }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The release service as the edge sees it: one door for what changes something, and the questions. */
export interface Releases {
  /** Handles a delivery that the inbox holds; safe to call again with the same one. */
  handle(delivery: Delivery): Promise<Reply>;
  status(model: string | null): Promise<Asked<readonly StatusRow[]>>;
  history(model: string, environment: string | null): Promise<Asked<readonly ReleaseState[]>>;
  liveOn(
    model: string,
    environment: string | null,
    at: number,
  ): Promise<Asked<{ readonly environment: string; readonly was: LiveThen }>>;
  show(model: string, version: VersionRef | null): Promise<Asked<VersionCard>>;
  /** Where what is live, a version or a commit came from, and where it is. */
  trace(asked: TraceAsked): Promise<Asked<Traced>>;
  pending(person: PersonId): Promise<Pending>;
  /**
   * What would happen if this person asked for this version now; null asks on behalf of nobody. With `run`, of what that run logged, as
   * if it were registered. Creates nothing, and stores nothing.
   */
  check(asked: VersionAsked, person: PersonId | null, run?: string): Promise<Asked<CheckReport>>;
  /** What breaking the glass for this version would skip: shown privately before it is confirmed. */
  previewBreakGlass(asked: VersionAsked, person: PersonId, reason: string): Promise<Asked<BreakGlassPreview>>;
  /** The effective policy of a model in an environment; without one named, in the last of its path. */
  policy(model: string, environment: string | null): Promise<Asked<PolicyShown>>;
  /** What a rollback typed now would do: shown privately before it is confirmed. */
  previewRollback(model: string, environment: string | null, version: Version | null): Promise<Asked<RollbackPreview>>;
  release(id: ReleaseId): Promise<ReleaseState | null>;
  evidence(digest: Digest): Promise<Evidence | null>;
  models(): readonly string[];
}

/** A version as somebody named it; what is left out is what a promotion would take. */
export interface VersionAsked {
  readonly model: string;
  readonly version: VersionRef | null;
  readonly environment: string | null;
}

/** What breaking the glass would skip. */
export interface BreakGlassPreview {
  readonly model: string;
  readonly environment: string;
  readonly version: Version;
  readonly from: string;
  readonly live: LiveVersion | null;
  readonly gates: readonly string[];
  readonly approvals: LanePolicy['approvals'];
  /** The environment before on the path, where it was never live. */
  readonly skips: string | null;
  /** Pauses that would not hold it. */
  readonly skipped: readonly Pause[];
  /** Pauses that hold it all the same: nobody knows what is live. */
  readonly holding: readonly Pause[];
}

/** The effective policy of one lane, with its gates in words. */
export interface PolicyShown {
  readonly policy: LanePolicy;
  readonly gates: readonly { readonly label: string; readonly mode: GateMode }[];
}
