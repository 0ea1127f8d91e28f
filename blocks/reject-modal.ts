import type { ModalView } from '@slack/types';
import type { ReleaseId, ShortDigest } from '../src/release/ids.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { decided, line, outside } from '../src/release/view-words.ts';
import { rejectModalSent } from './actions.ts';
import { nobody, section } from './leaves.ts';
import { richText } from './message.ts';
import { formModal, reasonField } from './modal.ts';

/** Asks why a release is rejected. It carries the evidence that the card showed; `state` may be missing, for nothing may delay it. */
export function rejectModal(
  about: { release: ReleaseId; evidence: ShortDigest },
  state: ReleaseState | null,
): ModalView {
  const what =
    state === null
      ? line('This release')
      : line(outside(state.model, 60), ' ', decided(state), ' for ', outside(state.environment, 40));
  return formModal(
    { title: 'Reject', submit: 'Reject', callback: rejectModalSent.id, metadata: rejectModalSent.encode(about) ?? '' },
    [
      ...richText(
        section(line(what, ' ends here. What is live stays. A better version can be requested at any time.'), nobody),
      ),
      reasonField({
        label: 'Why',
        hint: 'The person who asked reads this, and so does the audit log.',
        optional: false,
        prefilled: '',
      }),
    ],
  );
}
