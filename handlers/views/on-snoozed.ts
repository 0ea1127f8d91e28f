import { snoozeInput } from '../../blocks/incident-actions.ts';
import { type AboutIncident, snoozes } from '../../blocks/incident-modals.ts';
import type { Asked } from '../submitting.ts';

/** The snooze window: for how long, counted from now. */
export const onSnoozed: Asked<AboutIncident> = ({ clock }, about, { ticked }) => {
  const asked = Number(ticked.get(snoozeInput.block)?.[0]);
  const known = snoozes.find(([minutes]) => minutes === asked);
  if (known === undefined) return { block: snoozeInput.block, words: 'Choose for how long.' };
  return { kind: 'snooze', ...about, until: clock() + known[0] * 60_000 };
};
