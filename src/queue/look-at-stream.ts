import type { StreamId } from '../release/event.ts';
import { ReleaseId } from '../release/ids.ts';
import { incidentOfStream } from '../release/stream.ts';
import { lookAt } from './look.ts';
import { lookAtIncident } from './look-at-incident.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Looks at a release or an incident, whichever wants it. */
export async function lookAtStream(deps: WorkerDeps, stream: StreamId): Promise<void> {
  const incident = incidentOfStream(stream);
  return incident === null ? lookAt(deps, ReleaseId.parse(stream)) : lookAtIncident(deps, incident);
}
