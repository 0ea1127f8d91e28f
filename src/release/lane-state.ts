import type { Actor } from './event.ts';
import type { IncidentId, LaneKey, PersonId, ReleaseId, Version } from './ids.ts';
import type { Severity, SignalKind } from './incident/signal.ts';
import type { IncidentPhase } from './incident/state.ts';
import type { PauseCause } from './scope-event.ts';
import type { Phase, ReleaseState } from './state.ts';

/** Why nothing may go live here, who said so and until when. */
export interface Pause {
  readonly cause: PauseCause;
  readonly by: Actor;
  readonly at: number;
  readonly why: string;
  readonly until: number | null;
  readonly release: ReleaseId | null;
  /** What it covers, as people name it: `production`, `churn` or `churn in production`. Said where pauses are put together, never stored. */
  readonly scope?: string;
}

/** A version that was live here, and how it came and went. */
export interface LiveVersion {
  readonly version: Version;
  /** The release that brought it; null for a baseline or a move from outside. */
  readonly release: ReleaseId | null;
  readonly since: number;
  readonly standing: 'watching' | 'verified' | 'baseline' | 'outside';
}

export const letIns = ['approvals', 'automatic', 'on-call', 'return', 'break-glass', 'unknown'] as const;

/** How a version went live: by which release, of which commit, and by whose word. */
export interface Brought {
  readonly release: ReleaseId;
  readonly commit: string | null;
  readonly letIn: (typeof letIns)[number];
  readonly people: readonly PersonId[];
}

/** An open release as its lane sees it. */
export interface OpenRelease {
  readonly release: ReleaseId;
  readonly kind: ReleaseState['kind'];
  readonly sourceVersion: Version;
  readonly automatic: boolean;
  readonly phase: Phase;
  readonly approvals: number;
}

/** One model in one environment: derived from the log, kept beside it under compare-and-set. */
export interface LaneState {
  readonly lane: LaneKey;
  /** Grows by one with every change: what a decision was based on. */
  readonly rev: number;
  /** When Signalbox first looked here; before that nobody can say what was live. */
  readonly since: number | null;
  /** What the log says is live; null when nothing is. */
  readonly live: LiveVersion | null;
  /** How the last release that went live here came; it is about what is live only where it names the same release. */
  readonly brought: Brought | null;
  /** Versions trusted as rollback targets, newest first, the live one included once it is verified or a baseline; at most 20. */
  readonly trusted: readonly LiveVersion[];
  readonly rolledBack: readonly {
    readonly version: Version;
    /** Its number where promotions to here come from; null when it did not come from there. */
    readonly source: Version | null;
    /** Of the run that made it; null where nobody knows. */
    readonly commit: string | null;
    readonly release: ReleaseId;
    readonly at: number;
    readonly why: string;
  }[];
  /** Source versions that automation asked for, newest first: it asks once for each, whatever came of it. */
  readonly offered: readonly Version[];
  /** The release that executes here now. */
  readonly holder: ReleaseId | null;
  /** Approved releases waiting for the lane, in order; rollbacks first. */
  readonly queue: readonly ReleaseId[];
  readonly open: readonly OpenRelease[];
  readonly pauses: readonly Pause[];
  /** Open and dismissed ones, and those resolved last; at most one of a kind. */
  readonly incidents: readonly LaneIncident[];
  /** Versions that were live while something of a kind was wrong, newest first; at most 50. */
  readonly suspects: readonly { readonly incident: IncidentId; readonly of: SignalKind; readonly version: Version }[];
  /** What was over before it was heard of, newest first; at most 50. */
  readonly calmed: readonly {
    readonly source: string;
    readonly key: string;
    readonly of: SignalKind;
    readonly at: number;
  }[];
  /** The release whose return somebody cancelled: nothing takes it back by itself any more. */
  readonly stays: ReleaseId | null;
  /** Releases that went live on one person's word and that nobody else has looked at yet, oldest first. */
  readonly followUps: readonly ReleaseId[];
  /** The last time that a rollback was rehearsed here; `failed` names the checks that did not pass. */
  readonly rehearsed: {
    readonly at: number;
    readonly by: Actor;
    readonly target: Version | null;
    readonly failed: readonly string[];
  } | null;
}

/** An incident as its lane knows it: at most one open or dismissed of a kind. */
export interface LaneIncident {
  readonly incident: IncidentId;
  readonly of: SignalKind;
  readonly phase: IncidentPhase;
  readonly severity: Severity;
  readonly openedAt: number;
  /** When it was resolved; it opens again within an hour of that. */
  readonly resolvedAt: number | null;
  /** A dismissal holds until then, or the next release. */
  readonly until: number | null;
  readonly acknowledged: boolean;
}

/** An environment's or a model's own pauses. */
export interface ScopeState {
  /** Number of entries folded: what the next append expects. */
  readonly length: number;
  readonly pauses: readonly Pause[];
}
