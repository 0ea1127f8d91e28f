import { z } from 'zod';
import { Actor } from '../release/event.ts';
import { IncidentId, Instant, LaneKey, PersonId, ReleaseId, Version } from '../release/ids.ts';
import { Severity, SignalKind } from '../release/incident/signal.ts';
import { incidentPhases } from '../release/incident/state.ts';
import { emptyLane } from '../release/lane.ts';
import { type LaneState, letIns } from '../release/lane-state.ts';
import { PauseCause } from '../release/scope-event.ts';
import { phases } from '../release/state.ts';

const LiveVersion = z.object({
  version: Version,
  release: ReleaseId.nullable(),
  since: Instant,
  standing: z.enum(['watching', 'verified', 'baseline', 'outside']),
});

const Lane: z.ZodType<LaneState> = z.object({
  lane: LaneKey,
  rev: z.number().int(),
  since: Instant.nullable(),
  live: LiveVersion.nullable(),
  brought: z
    .object({
      release: ReleaseId,
      commit: z.string().nullable(),
      letIn: z.enum(letIns),
      people: z.array(PersonId),
    })
    .nullable()
    .default(null),
  trusted: z.array(LiveVersion),
  rolledBack: z.array(
    z.object({
      version: Version,
      source: Version.nullable().default(null),
      commit: z.string().nullable().default(null),
      release: ReleaseId,
      at: Instant,
      why: z.string(),
    }),
  ),
  offered: z.array(Version).default([]),
  holder: ReleaseId.nullable(),
  queue: z.array(ReleaseId),
  open: z.array(
    z.object({
      release: ReleaseId,
      kind: z.enum(['promotion', 'rollback', 'adoption']),
      sourceVersion: Version,
      automatic: z.boolean(),
      phase: z.enum(phases),
      approvals: z.number().int(),
    }),
  ),
  pauses: z.array(
    z.object({
      cause: PauseCause,
      by: Actor,
      at: Instant,
      why: z.string(),
      until: Instant.nullable(),
      release: ReleaseId.nullable(),
    }),
  ),
  incidents: z
    .array(
      z.object({
        incident: IncidentId,
        of: SignalKind,
        phase: z.enum(incidentPhases),
        severity: Severity,
        openedAt: Instant,
        resolvedAt: Instant.nullable(),
        until: Instant.nullable(),
        acknowledged: z.boolean(),
      }),
    )
    .default([]),
  suspects: z.array(z.object({ incident: IncidentId, of: SignalKind, version: Version })).default([]),
  calmed: z.array(z.object({ source: z.string(), key: z.string(), of: SignalKind, at: Instant })).default([]),
  stays: ReleaseId.nullable().default(null),
  followUps: z.array(ReleaseId).default([]),
  rehearsed: z
    .object({ at: Instant, by: Actor, target: Version.nullable(), failed: z.array(z.string()) })
    .nullable()
    .default(null),
});

/** `rev document`: the number stands in front so that a script can compare it without reading JSON. */
export function encodeLane(lane: LaneState): string {
  return `${lane.rev} ${JSON.stringify(lane)}`;
}

/** A lane that nobody wrote yet is an empty one. */
export function decodeLane(key: LaneKey, text: string | null): LaneState {
  return text === null ? emptyLane(key) : Lane.parse(JSON.parse(text.slice(text.indexOf(' ') + 1)));
}
