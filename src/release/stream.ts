import { StreamId } from './event.ts';
import type { LaneKey, ReleaseId } from './ids.ts';

export function releaseStream(release: ReleaseId): StreamId {
  return StreamId.parse(release);
}

export function laneStream(lane: LaneKey): StreamId {
  return StreamId.parse(`lane:${lane}`);
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
