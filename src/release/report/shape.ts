import type { Actor, ReleaseEvent } from '../event.ts';
import type { IncidentId, LaneKey, ReleaseId, Version } from '../ids.ts';
import type { IncidentState } from '../incident/state.ts';
import type { LiveVersion } from '../lane-state.ts';
import type { ReleaseState } from '../state.ts';

/** The moments that a report is about, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One entry of the log in words. `words` may hold text from outside: whoever draws it makes it harmless. */
export interface CourseRow {
  /** The number of the entry in the whole log. */
  readonly seq: number;
  readonly at: number;
  readonly by: Actor;
  /** The kind of the event, for machines. */
  readonly what: string;
  /** What it is about, where that is more than the lane; empty otherwise. */
  readonly scope: string;
  readonly words: string;
}

/** A version was live from one moment to another; `until` null is: at the end of the report it still was. */
export interface LivePeriod {
  readonly version: Version;
  readonly from: number;
  readonly until: number | null;
  readonly standing: LiveVersion['standing'];
  /** What brought it; null for what was there before, or was moved from outside. */
  readonly release: ReleaseId | null;
  /** Who or what made it live. */
  readonly by: Actor;
}

/** A release as it stood at the end of the report, with everything that had happened to it by then. */
export interface ReportedRelease {
  readonly state: ReleaseState;
  readonly course: readonly CourseRow[];
  /** `seq:hash`, as its version carries it in the registry; null where it never came to that. */
  readonly anchor: string | null;
}

/** The same of an incident. */
export interface ReportedIncident {
  readonly id: IncidentId;
  readonly state: IncidentState;
  readonly course: readonly CourseRow[];
}

/** What an auditor asks of one model in one environment. */
export interface LaneReport {
  readonly lane: LaneKey;
  readonly model: string;
  readonly environment: string;
  readonly span: Span;
  /** When Signalbox first looked here; before that nobody can say what was live. */
  readonly since: number | null;
  readonly live: readonly LivePeriod[];
  readonly releases: readonly ReportedRelease[];
  readonly incidents: readonly ReportedIncident[];
  /** Pauses, moves from outside, rehearsals, and which policy was in force. */
  readonly around: readonly CourseRow[];
}

export type ReleaseOf<K extends ReleaseEvent['kind']> = Extract<ReleaseEvent, { kind: K }>;

/** What each kind of event says to an auditor; null where another event says it better. */
export type ReleaseTexts<K extends ReleaseEvent['kind']> = {
  readonly [P in K]: (event: ReleaseOf<P>) => string | null;
};

/** How a version stands that is or was live. */
export const standings: Readonly<Record<LiveVersion['standing'], string>> = {
  watching: 'watched',
  verified: 'verified',
  baseline: 'trusted: there before Signalbox, or named by a person',
  outside: 'moved by somebody outside Signalbox',
};
