import type { IncidentId, LaneKey } from '../release/ids.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Not built yet. */
export async function lookAtIncident(
  _deps: WorkerDeps,
  _which: { readonly incident: IncidentId; readonly lane: LaneKey },
): Promise<void> {}
