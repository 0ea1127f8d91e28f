import type { Dataset, Verdict } from './evidence.ts';
import type { PersonId, Version } from './ids.ts';
import type { Brought, LiveVersion } from './lane-state.ts';
import type { ReleaseState } from './state.ts';

/** Where versions of a model came from, in every environment of its path. */
export interface Traced {
  readonly model: string;
  /** The commit that was asked for, whole or its beginning; null where none was. */
  readonly commit: string | null;
  readonly places: readonly TracedPlace[];
}

/** One environment of it. */
export interface TracedPlace {
  readonly environment: string;
  readonly registry: string;
  readonly versions: readonly TracedVersion[];
  /** Why the registry could not be asked; null: it was. What the log knows is told all the same. */
  readonly unread: string | null;
}

/** One version in one environment, as the log tells it, and where that is silent as the registry does. */
export interface TracedVersion {
  readonly version: Version;
  /** Null where it is not live there now. */
  readonly live: LiveVersion | null;
  /** What brought it there, or asked for it last. */
  readonly release: ReleaseState | null;
  readonly run: string | null;
  readonly commit: string | null;
  readonly datasets: readonly Dataset[];
  readonly approvedBy: readonly PersonId[];
  /** By whose word it came; `unknown`: neither log nor registry say. */
  readonly letIn: Brought['letIn'];
  readonly verdicts: readonly Verdict[];
  /** The same counted, as the version's own tag says it where the log has none. */
  readonly gates: string | null;
  readonly evidence: string | null;
  /** The registry has it no more. */
  readonly gone: boolean;
}
