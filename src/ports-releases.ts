import type { Delivery, VersionRef } from './release/command.ts';
import type { Evidence, VersionFacts } from './release/evidence.ts';
import type { Digest, PersonId, ReleaseId, Version } from './release/ids.ts';
import type { LaneState, LiveVersion, Pause } from './release/lane-state.ts';
import type { Answer, Refusal } from './release/outcome.ts';
import type { ReleaseState } from './release/state.ts';

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
  /** Own pauses and those of its environment and model. */
  readonly pauses: readonly Pause[];
}

/** What was live at one moment, or that nobody can know: before Signalbox looked. */
export type LiveThen =
  | {
      readonly kind: 'live';
      readonly live: LiveVersion;
      readonly approvedBy: readonly PersonId[];
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
  /** Open releases that wait for this person, then the rest. */
  pending(
    person: PersonId,
  ): Promise<{ readonly yours: readonly ReleaseState[]; readonly others: readonly ReleaseState[] }>;
  /** What a rollback typed now would do: shown privately before it is confirmed. */
  previewRollback(model: string, environment: string | null, version: Version | null): Promise<Asked<RollbackPreview>>;
  release(id: ReleaseId): Promise<ReleaseState | null>;
  evidence(digest: Digest): Promise<Evidence | null>;
  models(): readonly string[];
}

export interface RollbackPreview {
  readonly model: string;
  readonly environment: string;
  readonly from: LiveVersion;
  readonly to: LiveVersion;
  /** Why `to` is no longer live: the reason of the release that replaced it, where there is one. */
  readonly replacedBecause: string | null;
}
