import { StreamId } from './event.ts';
import { IncidentId, LaneKey, type ReleaseId } from './ids.ts';

export function releaseStream(release: ReleaseId): StreamId {
  return StreamId.parse(release);
}

export function laneStream(lane: LaneKey): StreamId {
  return StreamId.parse(`lane:${lane}`);
}

/** The stream of one incident names its lane, too: whoever folds a lane needs nothing else. */
export function incidentStream(incident: IncidentId, lane: LaneKey): StreamId {
  return StreamId.parse(`incident:${incident}:${lane}`);
}

/** The incident and the lane that a stream of the form `incident:i-…:model/environment` is about; null for any other. */
export function incidentOfStream(stream: StreamId): { readonly incident: IncidentId; readonly lane: LaneKey } | null {
  const [, incident, lane] = /^incident:(i-[^:]+):(.+)$/.exec(stream) ?? [];
  return incident === undefined || lane === undefined
    ? null
    : { incident: IncidentId.parse(incident), lane: LaneKey.parse(lane) };
}

export function environmentStream(environment: string): StreamId {
  return StreamId.parse(`env:${environment}`);
}

export function modelStream(model: string): StreamId {
  return StreamId.parse(`model:${model}`);
}

export function registryStream(registry: string): StreamId {
  return StreamId.parse(`registry:${registry}`);
}

export const policyStream: StreamId = StreamId.parse('policy');
