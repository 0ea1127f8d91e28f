import { z } from 'zod';
import { IncidentId, LaneKey, ReleaseId } from '../src/release/ids.ts';
import { action } from './action.ts';
import { limits } from './limits.ts';

const OfIncident = z.strictObject({ incident: IncidentId, lane: LaneKey });
/** Why something is done about an incident, as its signal says it. */
const Because = OfIncident.extend({ reason: z.string() });

export const acknowledgeIncident = action('incident.acknowledge', OfIncident);
export const cancelReturn = action('incident.cancel-return', OfIncident);
/** A link, which Slack tells of all the same. */
export const openRunbook = action('incident.runbook', z.strictObject({}));

/** The roll-back window of what is live, with the reason that the signal gives. */
export const rollBackIncident = action('incident.roll-back', Because.extend({ release: ReleaseId.nullable() }));

/** The window that asks why, where training again is what is recommended. */
export const retrainIncident = action('incident.retrain', OfIncident);

/** What the overflow menu of an incident can hold. */
export const incidentMoreVerbs = ['snooze', 'retrain', 'dismiss'] as const;

/** The overflow menu of an incident; its lane is too long for an option and stands in the block's id. */
export const moreOfIncident = action(
  'incident.more',
  z.strictObject({ verb: z.enum(incidentMoreVerbs), incident: IncidentId }),
  limits.overflow.value,
);

/** Windows that are submitted. */
export const snoozeModalSent = action('incident.snooze.sent', OfIncident, limits.view.metadata);
export const dismissModalSent = action('incident.dismiss.sent', OfIncident, limits.view.metadata);
export const retrainModalSent = action('incident.retrain.sent', OfIncident, limits.view.metadata);

/** How long an alert is snoozed. */
export const snoozeInput = { block: 'snooze', action: 'minutes' } as const;

/** Every button and menu of an incident. */
export const pressedOnIncident = [
  acknowledgeIncident,
  cancelReturn,
  openRunbook,
  rollBackIncident,
  retrainIncident,
  moreOfIncident,
] as const;

/** Every window of an incident that is submitted. */
export const submittedOnIncident = [snoozeModalSent, dismissModalSent, retrainModalSent] as const;
