import type { ModalView } from '@slack/types';
import { acceptableVerdicts } from '../src/release/acceptance.ts';
import type { ReleaseId, ShortDigest } from '../src/release/ids.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { code, decided, type Line, line, outside } from '../src/release/view-words.ts';
import { acceptModalSent } from './actions.ts';
import { nobody, section } from './leaves.ts';
import { richText } from './message.ts';
import { formModal, readModal, reasonField } from './modal.ts';

const most = 12;

/** Lets pass what could not be compared or told, with a reason that is kept. It carries the evidence that the card showed. */
export function acceptModal(about: { release: ReleaseId; evidence: ShortDigest }, state: ReleaseState): ModalView {
  const { model, environment } = state;
  const left = acceptableVerdicts(state);
  if (left.length === 0)
    return readModal('Accept', richText(section(line('Nothing is left here that could be accepted.'), nobody)));
  const rest = left.length - most;
  const lines: readonly Line[] = [
    line(
      outside(model, 60),
      ' ',
      decided(state),
      ' for ',
      outside(environment, 40),
      '. You answer for it that these pass:',
    ),
    ...left.slice(0, most).map(({ gate, reason }) => line('· ', code(gate, 60), ': ', outside(reason, 200))),
    ...(rest > 0 ? [line(`and ${rest} more in Evidence`)] : []),
    line('Any new evidence starts anew.'),
  ];
  const metadata = acceptModalSent.encode(about) ?? '';
  return formModal({ title: 'Accept', submit: 'Accept', callback: acceptModalSent.id, metadata }, [
    ...richText(...lines.map((words) => section(words, nobody))),
    reasonField({
      label: 'Why this is good enough',
      hint: 'It stands on the card beside each of them, and in the audit log.',
      optional: false,
      prefilled: '',
    }),
  ]);
}
