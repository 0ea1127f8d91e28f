import type { Actor } from '../event.ts';
import type { MetricValue } from '../evidence.ts';
import type { IncidentId, LaneKey, PersonId, ReleaseId, Version } from '../ids.ts';
import type { Advice, Symptom } from './event.ts';
import type { Severity, SignalKind } from './signal.ts';

/** `ended` by another version, `dismissed` by a person; a resolved one opens again within an hour. */
export const incidentPhases = ['open', 'resolved', 'dismissed', 'ended'] as const;
export type IncidentPhase = (typeof incidentPhases)[number];

/** An incident as its log tells it. */
export interface IncidentState {
  readonly id: IncidentId;
  readonly model: string;
  readonly environment: string;
  readonly lane: LaneKey;
  readonly of: SignalKind;
  readonly channel: string;
  readonly phase: IncidentPhase;
  readonly openedAt: number;
  readonly live: {
    readonly version: Version;
    readonly release: ReleaseId | null;
    readonly since: number | null;
  } | null;
  readonly target: Version | null;
  readonly advice: Advice;
  readonly why: string;
  /** The worst that was said since it opened. */
  readonly severity: Severity;
  /** By `source` and `key`, in the order in which they came; `resolvedAt` null while it fires. */
  readonly symptoms: readonly (Symptom & { readonly resolvedAt: number | null })[];
  /** So many other alerts were told of at once, at least, and are not kept. */
  readonly beyond: number;
  readonly acknowledged: { readonly by: PersonId; readonly at: number } | null;
  /** Since when somebody is asked to acknowledge it: since it opened, opened again, or since a snooze ends. */
  readonly askedAt: number;
  readonly snoozedUntil: number | null;
  readonly dismissed: {
    readonly by: Actor;
    readonly at: number;
    readonly reason: string;
    readonly until: number;
  } | null;
  readonly reminders: number;
  readonly countdown: { readonly until: number; readonly target: Version; readonly live: Version } | null;
  /** It was cancelled or came to its end: there is no second one. */
  readonly countdownOver: { readonly at: number; readonly by: Actor; readonly words: string | null } | null;
  readonly scored: {
    readonly version: Version;
    readonly name: string;
    readonly value: MetricValue;
    readonly words: string;
  } | null;
  readonly withheld: { readonly guard: string; readonly words: string } | null;
  readonly answered: readonly { readonly release: ReleaseId; readonly how: 'rollback' | 'retrain' | 'promotion' }[];
  readonly resolvedAt: number | null;
  readonly endedAt: number | null;
  readonly length: number;
  readonly lastAt: number;
}
