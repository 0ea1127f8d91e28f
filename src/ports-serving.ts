import type { Call } from './ports.ts';
import type { ReleaseId, Version } from './release/ids.ts';

/** One move of what is served, in one environment. */
export interface ServingOrder {
  readonly release: ReleaseId;
  readonly model: string;
  readonly environment: string;
  /** Name of the registered model there. */
  readonly name: string;
  /** Null: nothing is served afterwards. */
  readonly version: Version | null;
  readonly from: Version | null;
}

/** Whether the alias may move now. */
export type MayMove =
  | { readonly kind: 'yes' }
  /** Somebody uses the live version and must not see it change under them, a scoring job for example. */
  | { readonly kind: 'busy'; readonly words: string; readonly url: string | null };

export type ServingState =
  | { readonly kind: 'serving'; readonly version: Version | null }
  | { readonly kind: 'moving'; readonly words: string | null }
  | { readonly kind: 'failed'; readonly words: string; readonly version: Version | null };

/** A scoring run that used a version. */
export interface ScoringRun {
  readonly id: string;
  readonly version: Version;
  readonly at: number;
  readonly url: string | null;
}

/**
 * What serves a model in an environment, told after `champion` has moved. Every method throws `ReleaseError` when it could not find
 * out; all are safe to call again.
 */
export interface Serving {
  readonly kind: string;
  mayMove(order: ServingOrder, call: Call): Promise<MayMove>;
  /** Asks for the version to be served; returns at once, `state` tells when it is. */
  move(order: ServingOrder, call: Call): Promise<void>;
  state(order: ServingOrder, call: Call): Promise<ServingState>;
  /** Runs that scored with this version since then; empty where nobody keeps them. */
  scoredWith(order: ServingOrder, version: Version, since: number, call: Call): Promise<readonly ScoringRun[]>;
}
