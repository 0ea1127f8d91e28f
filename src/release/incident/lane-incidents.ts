import type { Event, Happened } from '../event.ts';
import type { LaneIncident, LaneState } from '../lane-state.ts';
import { IncidentEvent } from './event.ts';
import { worse } from './evolve.ts';

const kinds: ReadonlySet<string> = new Set(IncidentEvent.options.map((option) => option.shape.kind.value));

/** Whether this is an event of an incident. */
export function isIncidentEvent(event: Event): event is IncidentEvent {
  return kinds.has(event.kind);
}

/** Folds one event of an incident into its lane; most change nothing there. */
export function afterIncident(lane: LaneState, { event, at }: Happened<IncidentEvent>): LaneState {
  if (event.kind === 'incident-opened') {
    const { incident, of, symptom } = event;
    const opened: LaneIncident = {
      incident,
      of,
      phase: 'open',
      severity: symptom.severity,
      openedAt: at,
      resolvedAt: null,
      until: null,
      acknowledged: false,
    };
    return {
      ...lane,
      incidents: [...lane.incidents.filter((one) => one.of !== of), opened],
      suspects: suspected(lane, event),
    };
  }
  if (event.kind === 'incident-dismissed') return cleared(lane, event, at);
  if (event.kind === 'countdown-cancelled') return { ...lane, stays: lane.live?.release ?? null };
  return withChange(lane, event, at);
}

const suspectsKept = 50;

/** Whatever was live while this fired is no place to go back to because of it. */
function suspected(
  { suspects }: LaneState,
  { incident, of, live }: Extract<IncidentEvent, { kind: 'incident-opened' }>,
): LaneState['suspects'] {
  return live === null ? suspects : [{ incident, of, version: live.version }, ...suspects].slice(0, suspectsKept);
}

/** Somebody says that it was no problem: what was live then is no suspect for it. */
function cleared(lane: LaneState, event: IncidentEvent, at: number): LaneState {
  const suspects = lane.suspects.filter(({ incident }) => incident !== event.incident);
  return { ...withChange(lane, event, at), suspects };
}

function withChange(lane: LaneState, event: IncidentEvent, at: number): LaneState {
  const change = changes(event, at);
  if (change === null) return lane;
  const incidents = lane.incidents.map((one) => (one.incident === event.incident ? changed(one, change, event) : one));
  return { ...lane, incidents: incidents.filter(({ phase }) => phase !== 'ended') };
}

function changed(one: LaneIncident, change: Partial<LaneIncident>, event: IncidentEvent): LaneIncident {
  const severity = 'symptom' in event ? worse(one.severity, event.symptom.severity) : one.severity;
  return { ...one, ...change, severity };
}

function changes(event: IncidentEvent, at: number): Partial<LaneIncident> | null {
  switch (event.kind) {
    case 'symptom-changed':
      return {};
    case 'incident-resolved':
      return { phase: 'resolved', resolvedAt: at };
    case 'incident-reopened':
      return { phase: 'open', resolvedAt: null, acknowledged: false };
    case 'incident-snoozed':
      return { acknowledged: false };
    case 'incident-acknowledged':
      return { acknowledged: true };
    case 'incident-dismissed':
      return { phase: 'dismissed', until: event.until };
    case 'dismissal-ended':
    case 'incident-ended':
      return { phase: 'ended' };
    default:
      return null;
  }
}
