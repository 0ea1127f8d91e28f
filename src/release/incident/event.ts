import { z } from 'zod';
import { on } from '../event-of.ts';
import { MetricValue } from '../evidence.ts';
import { IncidentId, Instant, LaneKey, ReleaseId, Version } from '../ids.ts';
import { Past, Reading, Severity, SignalKind } from './signal.ts';

/** What to do about it; `advice.ts` says why. */
export const Advice = z.enum(['roll-back', 'retrain', 're-evaluate', 'mend-upstream', 'look']);
export type Advice = z.infer<typeof Advice>;

/** `look` is when this incident wants its next look: the only timer there is, and it survives a crash with the event. */
function onIncident<K extends string, S extends z.ZodRawShape>(kind: K, shape: S) {
  return on(kind, { incident: IncidentId, look: Instant.nullable(), ...shape });
}

/** One alert as the incident keeps it. */
export const Symptom = z.object({
  source: z.string(),
  key: z.string(),
  title: z.string(),
  words: z.string().nullable(),
  severity: Severity,
  reading: Reading.nullable(),
  past: Past.optional(),
  features: z.array(z.object({ name: z.string(), value: z.number(), bound: z.number().nullable() })),
  window: z.object({ from: Instant, to: Instant }).nullable(),
  startedAt: Instant,
  at: Instant,
  url: z.string().nullable(),
  /** The version that it was said of; null where nobody said. Another than the live one leads to nothing by itself. */
  version: Version.nullable().default(null),
  /** Only what was proven to come from its source may lead to anything by itself. */
  signed: z.boolean(),
});
export type Symptom = z.infer<typeof Symptom>;

/** Everything that can happen to an incident: one thing wrong with one lane, of one kind. Old events are read for ever. */
export const IncidentEvent = z.discriminatedUnion('kind', [
  onIncident('incident-opened', {
    model: z.string(),
    environment: z.string(),
    lane: LaneKey,
    of: SignalKind,
    channel: z.string(),
    /** What was live then, the release that brought it, and since when. */
    live: z.object({ version: Version, release: ReleaseId.nullable(), since: Instant.nullable() }).nullable(),
    /** Where a rollback would go. */
    target: Version.nullable(),
    advice: Advice,
    /** Why that, in words of ours. */
    why: z.string(),
    symptom: Symptom,
  }),
  /** Another alert of this kind, or a changed one. */
  onIncident('symptom-changed', { symptom: Symptom }),
  onIncident('symptom-resolved', { source: z.string(), key: z.string(), at: Instant }),
  /** So many alerts at once that are not kept, at least: the incident has as many of their source as it may. */
  onIncident('alerts-beyond', { count: z.number().int().positive() }),
  onIncident('incident-resolved', {}),
  /** Fires again within an hour: the same thread. */
  onIncident('incident-reopened', { symptom: Symptom }),
  onIncident('incident-acknowledged', {}),
  onIncident('incident-snoozed', { until: Instant }),
  /** Ends at the next release there, or at `until`. */
  onIncident('incident-dismissed', { reason: z.string(), until: Instant }),
  onIncident('dismissal-ended', { why: z.enum(['release', 'time']) }),
  onIncident('incident-reminded', { round: z.number().int().positive(), groups: z.array(z.string()) }),
  /** How the rollback's target would have done on the same window. */
  onIncident('target-scored', { version: Version, name: z.string(), value: MetricValue, words: z.string() }),
  /** The version goes back by itself at `until`, unless somebody cancels. */
  onIncident('countdown-started', { until: Instant, target: Version, live: Version }),
  onIncident('countdown-cancelled', {}),
  /** It came to its end: with this release, or without one and why. */
  onIncident('countdown-ended', { release: ReleaseId.nullable(), words: z.string() }),
  /** Why nothing happens by itself although the policy would let it: said once. */
  onIncident('return-withheld', { guard: z.string(), words: z.string() }),
  /** What was done about it. */
  onIncident('incident-answered', { release: ReleaseId, how: z.enum(['rollback', 'retrain', 'promotion']) }),
  /** The version that it was about is not live any more. */
  onIncident('incident-ended', { release: ReleaseId.nullable(), words: z.string() }),
]);
export type IncidentEvent = z.infer<typeof IncidentEvent>;
