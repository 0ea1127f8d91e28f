import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { IncidentId, LaneKey } from '../src/release/ids.ts';
import { type Line, line, outside } from '../src/release/view-words.ts';
import { dismissModalSent, retrainModalSent, snoozeInput, snoozeModalSent } from './incident-actions.ts';
import { nobody, section } from './leaves.ts';
import { limits } from './limits.ts';
import { plainText, richText } from './message.ts';
import { formModal, reasonField } from './modal.ts';

/** The incident that a window is about. */
export interface AboutIncident {
  readonly incident: IncidentId;
  readonly lane: LaneKey;
}

/** How long an alert can be put off: minutes, in words. */
export const snoozes: readonly (readonly [minutes: number, words: string])[] = [
  [15, '15 minutes'],
  [30, '30 minutes'],
  [60, '1 hour'],
  [240, '4 hours'],
  [720, '12 hours'],
  [1_440, '24 hours'],
];

/** Puts an alert off: nobody is reminded of it for so long. */
export function snoozeModal(about: AboutIncident): ModalView {
  const means = line('Nobody is reminded of ', placeOf(about), ' until then. A worse alert is told all the same.');
  const metadata = snoozeModalSent.encode(about) ?? '';
  return formModal({ title: 'Snooze', submit: 'Snooze', callback: snoozeModalSent.id, metadata }, [
    ...richText(section(means, nobody)),
    choice(),
  ]);
}

/** Says that an alert is no problem. */
export function dismissModal(about: AboutIncident): ModalView {
  const means = line(
    'Alerts of this kind for ',
    placeOf(about),
    ' stay quiet until another version goes live there, or for 30 days. They are listed in status.',
  );
  const metadata = dismissModalSent.encode(about) ?? '';
  return formModal({ title: 'Not a problem', submit: 'Not a problem', callback: dismissModalSent.id, metadata }, [
    ...richText(section(means, nobody)),
    reasonField({ label: 'Why', hint: 'It is shown in the thread and kept in the audit log.', ...needed }),
  ]);
}

/** Asks for a training because of an alert. */
export function retrainModal(about: AboutIncident): ModalView {
  const means = line('Trains ', placeOf(about), ' again on newer data. The result comes back for review as any other.');
  const metadata = retrainModalSent.encode(about) ?? '';
  return formModal({ title: 'Retrain', submit: 'Retrain', callback: retrainModalSent.id, metadata }, [
    ...richText(section(means, nobody)),
    reasonField({ label: 'Why', hint: 'Reviewers read it, and it is kept in the audit log.', ...needed }),
  ]);
}

const needed = { optional: false, prefilled: '' } as const;

function placeOf({ lane }: AboutIncident): Line {
  return [outside(lane.replace('/', ' in '), 120)];
}

function choice(): InputBlock {
  const [first, ...rest] = snoozes.map(option);
  return {
    type: 'input',
    block_id: snoozeInput.block,
    label: plainText('For how long', limits.input.label),
    element: {
      type: 'static_select',
      action_id: snoozeInput.action,
      options: first === undefined ? [] : [first, ...rest],
      ...(first === undefined ? {} : { initial_option: first }),
    },
  };
}

function option([minutes, words]: (typeof snoozes)[number]): PlainTextOption {
  return { text: plainText(words, limits.option.text), value: String(minutes) };
}
