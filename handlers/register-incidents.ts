import * as act from '../blocks/incident-actions.ts';
import { placeOf } from '../src/release/ids.ts';
import { onLink, onMoreOfIncident, onRetrainIncident, onRollBackIncident } from './actions/on-incident.ts';
import { onRequest } from './actions/on-request.ts';
import { type PressRow, pressed } from './pressing.ts';
import { type FormRow, submitted } from './submitting.ts';
import { onSnoozed } from './views/on-snoozed.ts';

/** What is pressed on an incident. */
export const incidentPresses: readonly PressRow[] = [
  pressed(
    act.acknowledgeIncident,
    onRequest((value) => ({ kind: 'acknowledge', ...value })),
  ),
  pressed(
    act.cancelReturn,
    onRequest((value) => ({ kind: 'cancel-return', ...value })),
  ),
  pressed(act.openRunbook, onLink),
  pressed(act.rollBackIncident, onRollBackIncident),
  pressed(act.retrainIncident, onRetrainIncident),
  pressed(act.moreOfIncident, onMoreOfIncident),
];

/** What is submitted about an incident. */
export const incidentForms: readonly FormRow[] = [
  submitted(act.snoozeModalSent, null, onSnoozed),
  submitted(act.dismissModalSent, 'Say why this is no problem.', (_, value, { reason }) => ({
    kind: 'dismiss',
    ...value,
    reason: reason ?? '',
  })),
  submitted(act.retrainModalSent, 'Say why it is to be trained again.', (_, { incident, lane }, { reason }) => ({
    kind: 'retrain',
    ...placeOf(lane),
    reason: reason ?? '',
    incident,
  })),
];
