import type { ButtonView } from '../view-shape.ts';
import { line } from '../view-words.ts';
import type { IncidentState } from './state.ts';
import type { AroundIncident, IncidentVerb } from './view-shape.ts';

type Button = ButtonView<IncidentVerb>;

/** At most three: the countdown's Cancel first, the way back and a retraining only where they are recommended. */
export function incidentButtons(state: IncidentState, around: AroundIncident): readonly Button[] {
  if (state.phase !== 'open') return [];
  const all: readonly (Button | null)[] = [
    cancel(state),
    rollBack(state, around),
    retrain(state, around),
    acknowledge(state),
    runbook(around),
  ];
  return all.filter((one) => one !== null).slice(0, 3);
}

/** What the overflow menu offers. */
export function incidentMore(state: IncidentState, around: AroundIncident): readonly Button[] {
  if (state.phase !== 'open') return [];
  const { trains, acts } = around;
  return [
    plain('snooze', 'Snooze…'),
    ...(trains && acts && retrain(state, around) === null ? [plain('retrain', 'Retrain…')] : []),
    plain('dismiss', 'Not a problem…'),
  ];
}

function plain(verb: IncidentVerb, label: string, style: Button['style'] = null): Button {
  return { verb, label, style, confirm: null };
}

function cancel({ countdown }: IncidentState): Button | null {
  if (countdown === null) return null;
  return {
    verb: 'cancel',
    label: 'Cancel the return',
    style: 'primary',
    confirm: {
      title: 'Cancel the return',
      words: line(`v${countdown.live} stays live. Nothing goes back by itself for this alert any more.`),
      yes: 'Cancel the return',
    },
  };
}

function rollBack(
  { advice, target, answered, live: then }: IncidentState,
  { lane, acts }: AroundIncident,
): Button | null {
  const { live } = lane;
  if (!acts || advice !== 'roll-back' || target === null || live === null || live.version !== then?.version)
    return null;
  if (live.version === target || answered.some(({ how }) => how === 'rollback')) return null;
  return plain('roll-back', `Roll back to v${target}`, 'danger');
}

function retrain({ advice, answered }: IncidentState, { trains, acts }: AroundIncident): Button | null {
  const wanted = trains && acts && advice === 'retrain' && !answered.some(({ how }) => how === 'retrain');
  return wanted ? plain('retrain', 'Retrain…', 'primary') : null;
}

function acknowledge({ acknowledged }: IncidentState): Button | null {
  return acknowledged === null ? plain('acknowledge', 'Acknowledge') : null;
}

function runbook({ links }: AroundIncident): Button | null {
  return links.runbook === null ? null : plain('runbook', 'Runbook');
}
