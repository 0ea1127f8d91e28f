import type { ModalView } from '@slack/types';
import type { FollowUp, ReleaseState } from '../src/release/state.ts';
import { date, type Line, line, outside, who } from '../src/release/view-words.ts';
import { closeFollowUpModalSent } from './actions.ts';
import { nobody, type People, section } from './leaves.ts';
import { richText } from './message.ts';
import { formModal, readModal, reasonField } from './modal.ts';

const acted: Record<FollowUp['why'], string> = {
  'break-glass': ' broke the glass: no gate and no approval held it.',
  'on-call-rollback': ' rolled it back alone, on call.',
};

/** Closes what one person did alone: another one has looked at it and says what they found. */
export function closeFollowUpModal(state: ReleaseState, people: People): ModalView {
  const { followUp } = state;
  if (followUp === null || followUp.closed !== null)
    return readModal('Close review', richText(section(line('No review of this release is open.'), nobody)));
  const metadata = closeFollowUpModalSent.encode({ release: state.id }) ?? '';
  return formModal({ title: 'Close review', submit: 'Close', callback: closeFollowUpModalSent.id, metadata }, [
    ...richText(...told(state, followUp).map((words) => section(words, people))),
    reasonField({
      label: 'What you looked at, and what you found',
      hint: 'It is shown in the thread and kept in the audit log.',
      optional: false,
      prefilled: '',
    }),
  ]);
}

function told({ model, environment, opened }: ReleaseState, { why, by, openedAt, dueAt }: FollowUp): readonly Line[] {
  return [
    line(outside(model, 60), ' in ', outside(environment, 40), ': ', who(by), acted[why]),
    line('Since ', date(openedAt), ', due ', date(dueAt), '.'),
    ...(opened.reason === null ? [] : [line('Reason then: ', outside(opened.reason, 300))]),
  ];
}
