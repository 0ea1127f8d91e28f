import type { LaneFacts } from '../facts.ts';
import type { IncidentId } from '../ids.ts';
import type { IncidentState } from './state.ts';

/** What a decision about a lane's incidents may look at, read at one moment: all that its lane knows of. */
export interface IncidentFacts extends LaneFacts {
  readonly incidents: ReadonlyMap<IncidentId, IncidentState>;
}
